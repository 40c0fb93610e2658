"""How a medicine is taken: dose, route, frequency, reason, regularity, as far as it is said."""

import re

from notegen.corrections import last_said
from notegen.numbers import written_numbers
from notegen.sentences import lowered
from notegen.terms import Kind, find_terms

_DOSE = re.compile(
    r"(?<![\d.,])\b\d+(?:,\d{3})*(?:\.\d+)?(?: ?(?:-|to|or) ?\d+(?:\.\d+)?)? ?(?:mg|mcg|g|mL"
    r"|units?|%|meq|iu)(?!\w)"
    r"|(?<![\d.,])\b(?:\d+(?:\.\d+)?(?: ?(?:-|to|or) ?\d+)?"
    r"|half an?|one|two) (?:puffs?|drops?|sprays?"
    r"|sachets?"
    r"|tablets?|pills?|capsules?|patch(?:es)?|teaspoons?|tablespoons?|spoonfuls?)\b",
    re.IGNORECASE,
)
_DOSE_REACH = 60
"""So many characters after the name a dose may stand."""
_FREQUENCY_REACH = 120
_ROUTE = re.compile(
    r"\b(?:by mouth|orally|oral(?! steroid| contra)|intravenous(?:ly)?|iv"
    r"|intramuscular|injections?|injected|subcutaneous"
    r"|inhaled|nasal(?:ly)?|topical(?:ly)?|under the tongue|sublingual|rectally|patch"
    r"|cream|ointment|eye drops|nebulizer)\b",
    re.IGNORECASE,
)
_ROUTES = (
    ("mouth", "oral"),
    ("oral", "oral"),
    ("intraven", "intravenous"),
    ("iv", "intravenous"),
    ("intramus", "intramuscular"),
    ("inject", "injection"),
    ("subcut", "subcutaneous"),
    ("inhal", "inhaled"),
    ("neb", "inhaled"),
    ("nasal", "nasal"),
    ("tongue", "sublingual"),
    ("sublingual", "sublingual"),
    ("rectal", "rectal"),
    ("patch", "transdermal"),
    ("cream", "topical"),
    ("ointment", "topical"),
    ("topical", "topical"),
    ("eye drops", "ophthalmic"),
)
_COUNT = (
    r"(?:once(?: or twice)?|twice|three times|four times|\d+(?: ?(?:to|or|-| ) ?\d+)? times?"
    r"|one time)"
)
_IF_NEEDED = re.compile(
    r"[\s,]*(?:only )?(?:as (?:and when )?needed|as and when|(?:when(?:ever)?|if) (?:needed"
    r"|(?:you|i|he|she) needs? (?:it|to|them)))\b"
)
_FREQUENCY = re.compile(
    rf"\b{_COUNT}[ -]?(?:,? ?(?:a|per|every|each|in a) ?(?:day|week|month|night)|daily|weekly)\b"
    r"|\bevery (?:other )?(?:\d+ ?(?:to|-|or)? ?\d* ?)?(?:hours?|days?|weeks?|months?"
    r"|morning|evening|night)\b"
    r"|\bonce every \d+ \w+|\b(?:twice|once) (?:daily|weekly)\b|\b(?:daily|nightly"
    r"|weekly)\b|\b(?:at|before) (?:bedtime|bed)\b"
    r"|\bin the (?:morning|evening)s?\b(?: and (?:at night|in the evening))?"
    r"|\bas (?:and when )?needed\b|\bas and when\b|\bwhen(?:ever)? (?:needed|i need (?:it|to))\b"
    r"|\beveryday\b|\b(?:a|per|each) day\b",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"\b(?:forg[eo]t\w*(?! (?:what|the name(?! dose)|which|how|about|if|its|what's|when)\b)"
    r"|miss(?:es|ed|ing)?|skip\w*)\b"
)
_IRREGULAR = re.compile(
    r"\b(?:not|n't|haven't been|stopped|never) (?:always |really )?(?:tak(?:e|en|ing)|us(?:e|ed"
    r"|ing))"
    r"(?: (?:it|them|that|those))? (?:regularly|every day|daily|consistently|as (?:prescribed"
    r"|directed))"
)
_REGULAR = re.compile(
    r"\b(?:tak(?:e|es|ing)|us(?:e|es|ing))\b.{0,40}\b(?:regularly|religiously|consistently"
    r"|without fail"
    r"|as (?:prescribed|directed)|never miss\w*)\b"
)
_FOR = re.compile(
    r"^(?:(?!\b(?:and|then|but)\b|,\s*(?:u+h*m*|er)\b)[^.;]){0,80}?\b(?:for|because of"
    r"|to help with|to help|to treat|to control|to prevent)"
    r" (?:(?:my|your|her|his|the|this|that|these|some|any) )?(?P<reason>[a-z][a-z' -]{2,40})"
)
_REASONS = re.compile(
    r"(?:blood pressure|cholesterol|thyroid|sleep|pain|heart|stomach|mood|nerves|contraception"
    r"|birth control|blood sugar|sugars?|water retention|breathing|acid)\b"
)
_FROM_TO = re.compile(
    r"\bfrom (\d+(?:\.\d+)?(?: ?(?:mg|mcg|g|mL|units?|puffs?|tablets?))?)\b.{0,30}?\bto \d"
)


def dose_in(after: str, before: str = "") -> str:
    """The dose said after a medicine, else the last one before it: `500 mg`, `2 tablets`."""
    tail = written_numbers(after)[:_DOSE_REACH]
    changed = _FROM_TO.search(tail)
    found = last_said(_DOSE, tail, changed.end() - 1 if changed else 0)
    if found is None and before:
        head = written_numbers(before)[-40:]
        found = next(iter(reversed(list(_DOSE.finditer(head)))), None)
    if found is None:
        return ""
    dose = re.sub(r"(?<=\d)(?=mg|mcg|g\b|mL)", " ", found.group())
    return re.sub(r"^(?:an?|one)\b", "1", re.sub(r"^two\b", "2", dose, flags=re.I), flags=re.I)


def dose_before(after: str) -> str:
    """The dose that is given up: `20 mg` in `from 20 to 40 mg`; empty where none was said."""
    found = _FROM_TO.search(written_numbers(after))
    if found is None:
        return ""
    unit = _DOSE.search(written_numbers(after), found.end() - 1)
    said = found[1]
    if unit and said.replace(".", "").isdigit():
        said += " " + re.sub(r"[\d., ]+", "", unit.group())
    return re.sub(r"(?<=\d)(?=mg|mcg|g\b|mL)", " ", said)


def route_in(text: str) -> str:
    """By which way a medicine is given: `oral`, `inhaled`, `topical`."""
    found = _ROUTE.search(text)
    if found is None:
        return ""
    spoken = found.group().lower()
    return next(route for start, route in _ROUTES if start in spoken)


def frequency_in(text: str) -> str:
    """How often: `twice daily`, `3-4 times daily`, `every 4 hours`, `as needed`."""
    found = last_said(_FREQUENCY, written_numbers(text)[:_FREQUENCY_REACH])
    if found is None:
        return ""
    if re.search(r"(?:n't|\bnot|\bnever)\b[^.;]{0,25}$", found.string[: found.start()].lower()):
        return ""  # "i don't use it every day"
    words = re.sub(r"\s*,\s*", " ", found.group().lower())
    words = re.sub(r"(?<=\d) ?(?:to|or|-| ) ?(?=\d)", "-", words)
    words = re.sub(r"\b(?:1|one) times?\b", "once", re.sub(r"(?<!-)\b2 times\b", "twice", words))
    words = re.sub(
        r"\bas and when\b.*|\bwhen(?:ever)? (?:needed|i need (?:it|to))\b", "as needed", words
    )
    if "needed" not in words and _IF_NEEDED.match(found.string[found.end() :].lower()):
        words += " as needed"
    words = re.sub(r"^(?:a|per|each) day\b|^every ?day\b", "daily", words)
    words = re.sub(r"\b(?:a|per|each|every|in a) day\b", "daily", words)
    return re.sub(r"\s+", " ", words)


def frequency_before(before: str) -> str:
    """How often, where it stands before the name: `a daily inhaler`."""
    found = re.search(
        r"\b(daily|nightly|weekly|monthly|once[- ]daily|twice[- ]daily)\s+$", lowered(before)
    )
    return found[1].replace("-", " ") if found else ""


def regularity_in(text: str) -> str:
    """`doses missed`, `not taken regularly`, `taken regularly`; empty where nothing is said."""
    low = lowered(text)
    if _MISSED.search(low):
        return (
            "taken regularly" if re.search(r"\bnever (?:miss|forg|skip)", low) else "doses missed"
        )
    if _IRREGULAR.search(low):
        return "not taken regularly"
    return "taken regularly" if _REGULAR.search(low) else ""


def reason_in(after: str) -> str:
    """What a medicine is taken for: a term, or words such as `blood pressure`."""
    found = _FOR.match(lowered(after))
    if found is None:
        return ""
    known = _REASONS.match(found["reason"])
    if known:
        return known.group()
    for mention in find_terms(
        re.split(r"\b(?:and|but|so|because|when|which)\b|,", found["reason"])[0]
    ):
        if mention.start < 20 and mention.term.kind in (Kind.SYMPTOM, Kind.CONDITION):
            return mention.term.name
    return ""
