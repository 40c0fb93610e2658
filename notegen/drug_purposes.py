"""Classes of medicine that are told by what they are for: `a pill for my blood pressure`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notegen.formulary import Drug

_CLASSES = (
    ("blood pressure medication", "(?:high )?blood pressure|hypertension|hypertensive|bp"),
    (
        "diabetes medication",
        "(?:type (?:2|two|ii) )?diabet(?:es|ic)|(?:high )?blood sugars?|sugars?",
    ),
    ("cholesterol medication", "(?:high )?cholesterol|lipids?|hyperlipidemia"),
    ("thyroid medication", "(?:low |underactive |overactive )?thyroid|hypothyroid(?:ism)?"),
    (
        "painkiller",
        "(?:(?:back|joint|chest|knee|hip|neck|leg|foot|shoulder|muscle|nerve|stomach|tooth"
        "|chronic) )?pains?(?: relief)?",
    ),
    ("antidepressant", "depression"),
    ("anxiety medication", "anxiety|nerves|panic attacks"),
    ("asthma medication", "asthma"),
    ("reflux medication", "(?:acid )?reflux|heartburn|gerd|indigestion|stomach acid"),
    ("migraine medication", "migraines?|headaches?"),
    ("anticonvulsant", "seizures?|epilepsy"),
    ("cough syrup", "coughs?"),
    ("antihistamine", "(?:seasonal )?allergies|allergy|hay ?fever"),
    ("sleeping pill", "sleep(?:ing)?|insomnia"),
    ("antiemetic", "(?:anti-?)?(?:nausea|sickness)|vomiting"),
    ("laxative", "constipation"),
    ("antidiarrheal", "(?:anti-?)?diarrh(?:o?e)al?"),
    ("arthritis medication", "arthritis|rheumatoid"),
    ("gout medication", "gout"),
    ("osteoporosis medication", "osteoporosis|bone density"),
    ("adhd medication", "adhd|add|attention deficit"),
    ("heart medication", "heart(?: failure| disease| condition| problems?)?|cardiac"),
    ("antipsychotic", "schizophrenia|psychosis|psychotic"),
    ("mood stabilizer", "bipolar(?: disorder)?"),
    ("psychiatric medication", "psychiatric|psych|mental health"),
    ("antiretroviral", "hiv|(?:anti-?)?retroviral"),
    ("acne medication", "acne"),
    ("bladder medication", "(?:overactive )?bladder|incontinence"),
    ("prostate medication", "(?:enlarged )?prostate"),
    ("muscle relaxer", "muscle spasms?|spasms?"),
    ("diuretic", "fluid retention|water retention|water"),
    ("blood thinner", "blood thinning|blood clots?"),
    ("dementia medication", "dementia|alzheimer's|memory"),
    ("parkinson's medication", "parkinson's"),
    ("weight loss medication", "weight loss|losing weight"),
    ("fertility medication", "(?:in)?fertility"),
    ("hormone medication", "hormones?|hormonal"),
    ("nsaid", "inflammation"),
)
_HEAD = r"(?:medications?|medicines?|meds?|pills?|tablets?|tabs|capsules?|drugs|shots?|injections?)"
_JOIN = (
    r"(?:, ?|,? (?:and|or)\b)(?:,? (?:and|or|uh+m*|um+|er|also)\b,?)*"
    r" (?:(?:one |another |some |something )?for )?"
)
_OWNED = r"(?:(?:my|your|his|her|their|the|this|that|some|any|a|an|high|bad|chronic|mild|also) )*"
_ANY_PURPOSE = "|".join(f"(?P<c{n}>{wording})" for n, (_, wording) in enumerate(_CLASSES))
_PURPOSE = re.compile(rf"(?:{_ANY_PURPOSE})(?![\w-])")
_ONE = "(?:" + "|".join(wording for _, wording in _CLASSES) + ")"
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<first>{_ONE})(?:(?:,? and | or |, )(?P<second>{_ONE}))? {_HEAD}(?!\w)"
)
_AFTER = re.compile(
    rf"(?<![\w-])(?:{_HEAD}|something|anything|one|another) (?:that (?:he|she|i|you) (?:take"
    rf"|takes|took) )?"
    rf"(?:daily |every day |regularly |currently )?(?:for|to (?:control|treat|lower"
    rf"|help(?: with)?|manage)) {_OWNED}(?P<first>{_ONE})"
    rf"(?:{_JOIN}{_OWNED}(?P<second>{_ONE}))?(?:{_JOIN}{_OWNED}(?P<third>{_ONE}))?(?![\w-])"
)
_VAGUE = re.compile(r"(?:some|any)thing|one|another")
_TAKES = re.compile(
    r"\b(?:tak(?:e|es|en|ing)|took|on|us(?:es|ed|ing)|gave|given|prescribed|and|,)(?: (?:you|me"
    r"|him|her|also"
    r"|still|then))* $"
)
_MAY_NAME = re.compile(rf"\b(?:{_HEAD}|something|anything|one|another)\b")


@dataclass(frozen=True, slots=True)
class PurposeMention:
    """Characters `start` to `end` (exclusive) name a class of medicine by its purpose."""

    drug: Drug
    start: int
    end: int


def find_purposes(low: str) -> tuple[PurposeMention, ...]:
    """The classes told by their purpose in a text in lower case, in reading order."""
    if not _MAY_NAME.search(low):
        return ()
    found: list[PurposeMention] = []
    stop = 0
    while match := min(
        (m for m in (_BEFORE.search(low, stop), _AFTER.search(low, stop)) if m),
        key=lambda m: m.start(),
        default=None,
    ):
        if not _VAGUE.match(match.group()) or _TAKES.search(low[: match.start()]):
            found += _mentions(match)
        stop = match.end()
    return tuple(found)


def _mentions(match: re.Match[str]) -> Iterator[PurposeMention]:
    """One for each purpose; together they cover what was said."""
    named = [name for name in match.re.groupindex if match[name]]
    for n, name in enumerate(named):
        start = match.start(name) if n else match.start()
        end = match.end() if n + 1 == len(named) else match.end(name)
        yield PurposeMention(_drug(match[name]), start, end)


def _drug(purpose: str) -> Drug:
    said = _PURPOSE.fullmatch(purpose)
    if said is None or said.lastgroup is None:
        raise ValueError(f"purpose must be one of the known, not '{purpose}'")
    name = _CLASSES[int(said.lastgroup[1:])][0]
    return Drug(name, name, is_class=True)
