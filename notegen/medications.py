"""What is said of each medicine: dose, route, frequency, status."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notegen.assertion import Dialogue, judge
from notegen.drugs import DrugMention, find_drugs
from notegen.numbers import written_numbers
from notegen.sentences import Sentence, lowered
from scribe.code import Assertion
from scribe.note import Medication, MedicationStatus
from scribe.transcript import Role


@dataclass(frozen=True, slots=True)
class MedicationMention:
    """One mention of a medicine in a sentence; `generic` joins brand names with generic ones.

    `by_clinician` is true where the clinician orders or states it.
    """

    medication: Medication
    generic: str
    by_clinician: bool
    corrected: bool
    is_class: bool


_DOSE = re.compile(
    r"\b\d+(?:,\d{3})*(?:\.\d+)?(?: ?(?:-|to|or) ?\d+(?:\.\d+)?)? ?(?:mg|mcg|g|mL"
    r"|units?|%|meq|iu)(?!\w)"
    r"|\b\d+(?:\.\d+)? (?:puffs?|drops?|sprays?)\b|\b(?:1|2|half a|one"
    r"|two) (?:tablets?|pills?|capsules?|puffs?)\b",
    re.IGNORECASE,
)
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
_COUNT = r"(?:once|twice|three times|four times|\d+(?: ?(?:to|or|-) ?\d+)? times?|one time|1 time)"
_FREQUENCY = re.compile(
    rf"\b{_COUNT}[ -]?(?:,? ?(?:a|per|every|each|in a) ?(?:day|week|month|night)|daily|weekly)\b"
    r"|\bevery (?:other )?(?:\d+ ?(?:to|-|or)? ?\d* ?)?(?:hours?|days?|weeks?|months?"
    r"|morning|evening|night)\b"
    r"|\bonce every \d+ \w+|\b(?:twice|once) (?:daily|weekly)\b|\b(?:daily|nightly"
    r"|weekly)\b|\b(?:at|before) (?:bedtime|bed)\b"
    r"|\bin the (?:morning|evening)s?\b(?: and (?:at night|in the evening))?"
    r"|\bas needed\b|\bwhen needed\b|\b(?:a|per|each) day\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:stop(?:ped|ping)?|discontinu\w+|hold(?: off)?|quit|come off|came off"
    r"|get off|got off|took me off|no longer"
    r"|used to|stay(?:ing)? away from|avoid(?:ing)?|not take any|don't take"
    r"|do n't take|(?:can't|cannot|ca n't) take|ran out|been off|i'm off|finished)\b"
)
_CHANGE = re.compile(
    r"\b(?:increas\w+|decreas\w+|chang(?:e|ing)|go(?:ing)? up|bump\w*|lower\w*"
    r"|rais(?:e|ing)|doubl\w+|switch\w*"
    r"|go(?:ing)? down|cut\w* (?:back|down)|titrat\w+|adjust\w*|reduc\w+|up your|taper)\b"
)
_CONTINUE = re.compile(
    r"\b(?:continu\w+|keep(?: on| you on| taking)?|stay on|refill\w*|maintain"
    r"|remain on|carry on|still)\b"
)
_UNCHANGED = re.compile(
    r"\b(?:not (?:going to |gon na )?(?:change|stop|adjust)|no changes?"
    r"|do ?n't (?:stop|change))\b"
)
_START = re.compile(
    r"\b(?:start\w*|apply|use|prescri\w+|put(?:ting)? (?:you|her|him) on|giv(?:e|ing)"
    r"|add(?:ing)?|begin|trial of|recommend"
    r"|you can (?:take|use|try)|(?:want|like|need) you to (?:take|use|try|start)"
    r"|try(?:ing)?|order|send(?:ing)? (?:in|you)|place(?: you)? on"
    r"|write you|call in|go(?:ing)? with|you'll take|take some|use some|should (?:take"
    r"|use)|(?:can|could) (?:also )?take)\b"
)
_MISSED = re.compile(r"\b(?:forg[eo]t\w*|miss(?:es|ed|ing)?|skip\w*)\b")
_TAKES = re.compile(
    r"\b(?:tak(?:e|es|ing|en)|took|on|us(?:e|es|ed|ing)|prescribed|gave me|tried"
    r"|put me on|been on|have|has|my|your|with"
    r"|just|some|started|restarted|dose of|the|and|inject)\b"
)


def find_medications(dialogue: Dialogue) -> tuple[MedicationMention, ...]:
    """Every mention of a medicine that the patient takes, took or shall take, in spoken order."""
    found: list[MedicationMention] = []
    for sentence in dialogue.sentences:
        drugs = find_drugs(sentence.text)
        for n, drug in enumerate(drugs):
            mention = _mention(dialogue, sentence, drugs, n, drug)
            if mention is not None:
                found.append(mention)
    return tuple(found)


def medication_table(mentions: Sequence[MedicationMention]) -> tuple[Medication, ...]:
    """One row for each medicine: the last word of the clinician decides, else of the patient."""
    rows: dict[str, Medication] = {}
    decided: dict[str, bool] = {}
    for mention in mentions:
        new = mention.medication
        old = rows.get(mention.generic)
        if old is None:
            rows[mention.generic], decided[mention.generic] = new, mention.by_clinician
            continue
        if decided[mention.generic] and not mention.by_clinician:
            winner = old
        else:
            winner = new
            decided[mention.generic] = decided[mention.generic] or mention.by_clinician
        rows[mention.generic] = Medication(
            name=winner.name,
            dose=winner.dose or (old.dose if winner is new else new.dose),
            route=winner.route or old.route or new.route,
            frequency=winner.frequency or (old.frequency if winner is new else new.frequency),
            status=winner.status,
            evidence=tuple(dict.fromkeys((*old.evidence, *new.evidence))),
        )
    return tuple(rows.values())


def _mention(
    dialogue: Dialogue,
    sentence: Sentence,
    drugs: Sequence[DrugMention],
    n: int,
    drug: DrugMention,
) -> MedicationMention | None:
    judged = judge(dialogue, sentence.index, sentence.start + drug.start, sentence.start + drug.end)
    low = lowered(sentence.text)
    if judged.of_family or re.search(r"\ballerg|\breaction to\b|\bside effect", low):
        return None
    begin = drugs[n - 1].end if n else 0
    stop = drugs[n + 1].start if n + 1 < len(drugs) else len(low)
    before, after = sentence.text[begin : drug.start], sentence.text[drug.end : stop]
    tail = low[drug.start :] + _next_words(dialogue, sentence)
    status = _status(sentence, low[: drug.start], tail, judged.assertion)
    if status is None:
        return None
    missed = bool(_MISSED.search(low))  # "twice a week" is then how often it is forgotten
    row = Medication(
        name=drug.drug.name,
        dose="" if missed else _dose(before, after, first=n == 0),
        route=_route(before + " " + after),
        frequency="" if missed else _frequency(after),
        status=status,
        evidence=judged.utterances,
    )
    ordered = sentence.role is Role.CLINICIAN and not sentence.question
    return MedicationMention(row, drug.drug.generic, ordered, not drug.exact, drug.drug.is_class)


def _next_words(dialogue: Dialogue, sentence: Sentence) -> str:
    place = dialogue.sentences.index(sentence) + 1
    after = dialogue.sentences[place : place + 2]
    return "".join(f" {lowered(s.text)}" for s in after if s.index == sentence.index)


def _status(
    sentence: Sentence, before: str, after: str, assertion: Assertion
) -> MedicationStatus | None:
    if assertion is Assertion.FAMILY:
        return None
    orders = sentence.role is Role.CLINICIAN and not sentence.question
    near = before[-70:]
    if orders and _UNCHANGED.search(near):
        return MedicationStatus.CURRENT
    if _STOP.search(near):
        return MedicationStatus.STOPPED
    if assertion is Assertion.NEGATED:
        return MedicationStatus.DENIED
    if orders:
        for pattern, status in (
            (_CHANGE, MedicationStatus.CHANGED),
            (_CONTINUE, MedicationStatus.CURRENT),
            (_START, MedicationStatus.STARTED),
        ):
            if pattern.search(near):
                return status
        if assertion is Assertion.HYPOTHETICAL or assertion is Assertion.POSSIBLE:
            return None
        if re.search(r"\b(?:on|taking|takes|your|take)\b", near):
            return MedicationStatus.CURRENT
        return None
    if assertion is Assertion.PAST:
        return MedicationStatus.STOPPED
    if re.match(r".{0,90}\b(?:i|so i|and i|but i) (?:stopped|quit)\b", after):
        return MedicationStatus.STOPPED
    if assertion in (Assertion.HYPOTHETICAL, Assertion.POSSIBLE):
        return None
    return MedicationStatus.CURRENT


def _dose(before: str, after: str, *, first: bool) -> str:
    tail = written_numbers(after)
    found = _DOSE.search(tail[:60])
    if found is None and first:
        head = written_numbers(before)[-40:]
        found = next(iter(reversed(list(_DOSE.finditer(head)))), None)
    if found is None:
        return ""
    return re.sub(r"(?<=\d)(?=mg|mcg|g\b|mL)", " ", found.group())


def _route(text: str) -> str:
    found = _ROUTE.search(text)
    if found is None:
        return ""
    spoken = found.group().lower()
    return next(route for start, route in _ROUTES if start in spoken)


def _frequency(after: str) -> str:
    found = _FREQUENCY.search(written_numbers(after)[:120])
    if found is None:
        return ""
    words = re.sub(r"\s*,\s*", " ", found.group().lower())
    words = re.sub(r"\b(?:1|one) times?\b", "once", re.sub(r"\b(?:2) times\b", "twice", words))
    words = re.sub(r"^(?:a|per|each) day$|^every day$", "daily", words)
    words = re.sub(r"\b(?:a|per|each|every) day\b", "daily", words)
    return re.sub(r"\s+", " ", words)


def described(medication: Medication) -> str:
    """The medicine as a note names it: `metformin 500 mg twice daily`."""
    parts = (medication.name, medication.dose, medication.route, medication.frequency)
    return " ".join(part for part in parts if part)


def with_status(medication: Medication, status: MedicationStatus) -> Medication:
    """The same medicine with another status."""
    return replace(medication, status=status)
