"""What a visit came to, in plain language for the patient, from the facts of the dialogue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notegen.assertion import Dialogue, judge, judge_text
from notegen.facts import Allergy, Facts, Remark, Topic, Vital
from notegen.follow_up import find_follow_up
from notegen.glossary import Plain, in_plain_words
from notegen.medications import medication_table
from notegen.numbers import numbers_in
from notegen.orders import supported_orders
from notegen.prose import joined
from notegen.readability import grade
from notegen.second_person import second_person
from notegen.sentences import lowered
from notegen.terms import Kind, Mention, find_terms
from notegen.verify import doubts
from scribe.code import Assertion
from scribe.note import Medication, MedicationStatus, Order, OrderKind, OrderStatus
from scribe.summary import NO_SUMMARY, GlossaryEntry, PatientSummary, SummaryLine, SummarySection

WHY, FOUND, THINK, TAKE, NEXT, HELP = HEADINGS = (
    "Why you came",
    "What we found",
    "What we think",
    "What you take",
    "What happens next",
    "When to get help",
)
HARDEST_CLAUSE = 9.0
"""Grade above which the clinician's own words are not passed on; fixed frames are not judged."""
_MOST_WORDS = 25
_MEASURES = {
    "blood pressure": "Your blood pressure was {}.",
    "heart rate": "Your heart rate was {}.",
    "respiratory rate": "You took {}.",
    "SpO2": "Your oxygen level was {}.",
    "temperature": "Your temperature was {}.",
    "BMI": "Your body mass index was {}.",
    "weight": "Your weight was {}.",
}
_UNITS = ((" mmHg", ""), (" bpm", " beats a minute"), ("breaths/min", "breaths a minute"))
_JUDGEMENTS = {
    "normal": "normal", "good": "good", "great": "good", "fine": "good", "unremarkable": "normal",
    "clear": "clear", "stable": "stable", "negative": "negative", "positive": "positive",
    "high": "high", "elevated": "high", "low": "low",
}  # fmt: skip
_JUDGED = re.compile(rf"\b(?:{'|'.join(_JUDGEMENTS)})\b")
_UNSURE = re.compile(
    r"\b(?:not|no|n't|never|if|assuming|should|could|may|might|last|previous|pending|but|than|want"
    r"|goal|get|will|going)\b|n't\b"
)
_NEAR_BEFORE, _NEAR_AFTER = 16, 30
"""Characters before and after a test's name within which a word judges it."""
_LEVEL = re.compile(
    r"^(?:hemoglobin|hemoglobin A1c|glucose|creatinine|troponin|.*test|urinalysis|.*panel|swab)$"
)
_VALUED = frozenset(("hemoglobin", "hemoglobin A1c", "glucose", "creatinine", "thyroid test"))
"""Tests that have one value; in `lipid panel ... 247` the number is of one of several."""
_VALUE = re.compile(
    r"\b(?:is|was|at|of|came back(?: at)?|were) (\d+(?:,\d{3})*(?:\.\d+)?)(?![\d/-])"
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|can|possib\w+|probab\w+|likely|suspect\w*|concern\w*|rule out|worr\w+"
    r"|potential\w*|suggest\w*|looks like|consistent with|think)\b"
)
_HISTORY = re.compile(r"\b(?:past medical history|history of|family|who (?:was|presents))\b")
_FEW_WORDS = 4
_TREATED = re.compile(
    r"\s*(?:removal|surgery|repair|screening|treatments?|medic\w+|risk|standpoint|tests?|vaccine"
    r"|specialist|doctor|clinic|prevention)\b"
)
_SAID_OF = re.compile(
    r"\b(?:have|has|had|is|are|be|shows?|showing|got|with|for|about|from|of|suspect|think)\s"
    r"(?:(?:the|an?|your|some|this|that|his|her|their|patient's|acute|chronic|mild|moderate|severe"
    r"|small|possible|likely|probable|probably|early|bad|new|just|simple|left|right|a little"
    r"|worsening|recurrent|newly|diagnosed|known|case|exacerbation|recurrence|of) )*$"
)
_DOSED = re.compile(r"\b(?:tablets?|pills?|puffs?|capsules?|mg|milligrams|drops|sprays?)\b")
_DANGLING = re.compile(r"\b(?:it|that|this|those|these|them|above|same|one)\b")
_FREQUENCY = (
    (r"\bonce daily\b|^daily$|\bevery day\b", "once a day"),
    (r"\btwice daily\b", "twice a day"),
    (r"\b(\d+) times daily\b", r"\1 times a day"),
    (r"\bnightly\b", "each night"),
    (r"\bweekly\b", "each week"),
    (r"\bas needed\b|\bwhen needed\b", "when you need it"),
    (r"(?<=\d)-(?=\d)", " to "),
    (r"\bdaily\b", "each day"),
)
_ROUTES = {
    "oral": "by mouth", "inhaled": "breathed in", "topical": "on the skin", "nasal": "in the nose",
    "intravenous": "through a vein", "injection": "as a shot", "subcutaneous": "as a shot",
    "intramuscular": "as a shot", "sublingual": "under the tongue", "rectal": "in the bottom",
    "transdermal": "as a patch", "ophthalmic": "in the eyes",
}  # fmt: skip
_ORDERS = {
    OrderKind.LAB: "You will have a lab test: {}.",
    OrderKind.IMAGING: "You will have a scan or picture taken: {}.",
    OrderKind.PROCEDURE: "You will have this done: {}.",
    OrderKind.REFERRAL: "We are sending you to: {}.",
}
_CONSIDERED = {
    OrderKind.LAB: "You may have a lab test: {}.",
    OrderKind.IMAGING: "You may have a scan or picture taken: {}.",
    OrderKind.PROCEDURE: "You may have this done: {}.",
    OrderKind.REFERRAL: "We may send you to: {}.",
}


_MEDICINE = OrderKind.MEDICATION


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence to the patient in clinical words, so that it can be checked, with evidence."""

    heading: str
    text: str
    evidence: tuple[str, ...]


def summarized(dialogue: Dialogue, facts: Facts) -> PatientSummary:
    """The summary; empty where the facts hold nothing that a patient takes home.

    Every line rests on utterances and states no number, medicine, side or finding that they do not
    say: what fails that check is left out. Nothing is added: what was not said is not advised.
    """
    lines: dict[str, list[SummaryLine]] = {heading: [] for heading in HEADINGS}
    terms: dict[str, Plain] = {}
    for told in _everything(dialogue, facts):
        if doubts(dialogue, told.text, told.evidence):
            continue
        plain = in_plain_words(told.text)
        if plain.text in {line.text for line in lines[told.heading]}:
            continue
        lines[told.heading].append(SummaryLine(plain.text, told.evidence))
        terms |= {entry.term: entry for entry in plain.terms}
    sections = tuple(SummarySection(name, tuple(found)) for name, found in lines.items() if found)
    if not sections:
        return NO_SUMMARY
    words = (GlossaryEntry(entry.term, entry.meaning) for entry in terms.values())
    return PatientSummary(sections, tuple(sorted(words, key=lambda word: word.term.lower())))


def _everything(dialogue: Dialogue, facts: Facts) -> Iterator[_Told]:
    yield from _reasons(facts.remarks)
    yield from map(_measure, facts.vitals)
    for remark in facts.remarks:
        if remark.topic is Topic.RESULT:
            yield from _result(remark)
    yield from _problems(dialogue, facts.remarks)
    orders = supported_orders(dialogue, facts)
    yield from _medicines(facts, orders)
    yield from map(_allergy, facts.allergies)
    for order in orders:
        yield from _order(order)
    for remark in facts.remarks:
        if remark.topic is Topic.ADVICE:
            yield from _passed_on(
                NEXT, re.sub(r"^(?:advised|recommended) to ", "", remark.text), remark
            )
    for one in find_follow_up(facts):
        if one.with_whom:
            when = f" {one.when}" if one.when else ""
            yield _Told(NEXT, f"Your next visit is with: {one.with_whom}{when}.", one.evidence)
        else:
            yield _Told(NEXT, f"Come back {one.when}.", one.evidence)
    for remark in facts.remarks:
        if remark.topic is Topic.SAFETY:
            yield from _passed_on(HELP, remark.text, remark)


def _reasons(remarks: Sequence[Remark]) -> Iterator[_Told]:
    for remark in remarks:
        if remark.topic is not Topic.COMPLAINT:
            continue
        text = lowered(remark.text)
        if text.startswith("for "):
            visit = re.sub(r"\b(?:his|her|their|my|the patient's)\b", "your", text)
            visit = re.sub(r"^for (?=annual|routine|regular|yearly|follow|medication|new|physical"
                           r"|well|check)", "for a ", visit)  # fmt: skip
            visit = re.sub(r"\ba annual\b", "a yearly", visit)
            yield _Told(WHY, f"You came in {visit}.", remark.utterances)
        else:
            yield _Told(
                WHY, f"You came in because of {joined(text.split(', '))}.", remark.utterances
            )


def _measure(vital: Vital) -> _Told:
    value = vital.value
    for unit, plain in _UNITS:
        value = value.replace(unit, plain)
    text = _MEASURES.get(vital.name, f"Your {vital.name} was {{}}.").format(value)
    if vital.reported:
        text = text.replace("Your", "At home your", 1)
    return _Told(FOUND, text, vital.utterances)


def _result(remark: Remark) -> Iterator[_Told]:
    """`Your chest x-ray was normal`, `Your hemoglobin A1c was 8`: one test, one plain word."""
    text = lowered(remark.text)
    tests = [m for m in find_terms(text) if m.term.kind is Kind.TEST]
    named = {m.term.name for m in tests}
    if len(named) != 1 or _UNSURE.search(text) or len(text.split()) > _MOST_WORDS:
        return
    name = next(iter(named))
    if name == "x-ray" and "chest" in text[max(tests[0].start - 6, 0) : tests[0].end]:
        name = "chest x-ray"
    near = text[max(tests[0].start - _NEAR_BEFORE, 0) : tests[-1].end + _NEAR_AFTER]
    judged = {_JUDGEMENTS[m.group()] for m in _JUDGED.finditer(near)}
    if not _LEVEL.search(name):
        judged -= {"high", "low", "positive"}
    value = _VALUE.search(text, tests[0].end)
    if value is not None and name in _VALUED:
        yield _Told(FOUND, f"Your {name} was {value[1]}.", remark.utterances)
    elif len(judged) == 1:
        yield _Told(FOUND, f"Your {name} was {judged.pop()}.", remark.utterances)


def _problems(dialogue: Dialogue, remarks: Sequence[Remark]) -> Iterator[_Told]:
    """Each condition once: what is sure goes before what may be, the exact before the general."""
    found: dict[str, tuple[bool, tuple[str, ...]]] = {}
    for remark in remarks:
        text = lowered(remark.text)
        if remark.topic is not Topic.PROBLEM or _HISTORY.search(text):
            continue
        for mention in find_terms(text):
            if mention.term.kind is not Kind.CONDITION or not _is_stated(text, mention):
                continue
            if judge_text(text, mention.start, mention.end) is Assertion.NEGATED:
                continue
            senses = _senses(dialogue, mention.term.name, remark.utterances)
            if not senses & {Assertion.PRESENT, Assertion.POSSIBLE}:
                continue
            sure = Assertion.PRESENT in senses and not _POSSIBLE.search(text)
            was_sure, evidence = found.get(mention.term.name, (False, ()))
            if sure and not was_sure:
                evidence = ()
            if sure or not was_sure:
                evidence = tuple(dict.fromkeys((*evidence, *remark.utterances)))
            found[mention.term.name] = (sure or was_sure, evidence)
    for name, (sure, evidence) in found.items():
        if not any(name != other and name in other.split(" ", 1)[-1] for other in found):
            yield _Told(THINK, f"You {'' if sure else 'may '}have: {name}.", evidence)


def _is_stated(text: str, mention: Mention) -> bool:
    """The clause is about having the condition: next to nothing else, or said to be there."""
    if _TREATED.match(text, mention.end):
        return False
    alone = len(text.split()) - len(text[mention.start : mention.end].split()) <= _FEW_WORDS
    return alone or bool(_SAID_OF.search(text[: mention.start]))


def _senses(dialogue: Dialogue, name: str, evidence: Sequence[str]) -> set[Assertion]:
    judged = (
        judge(dialogue, index, mention.start, mention.end)
        for index, utterance in enumerate(dialogue.utterances)
        if utterance.id in evidence
        for mention in find_terms(utterance.text)
        if mention.term.name == name
    )
    return {found.assertion for found in judged if not found.of_family}


def _medicines(facts: Facts, orders_of: Sequence[Order]) -> Iterator[_Told]:
    """A line for each medicine; new, changed, stopped are only those that were ordered so."""
    orders = {o.description.split(" ")[0]: o.status for o in orders_of if o.kind is _MEDICINE}
    told = {m.medication.name for m in facts.medications if m.by_clinician}
    for row in medication_table([m for m in facts.medications if not m.is_class]):
        ordered = orders.get(row.name.split(" ")[0])
        text = _medicine(row, ordered, by_clinician=row.name in told)
        if text:
            yield _Told(TAKE, text, row.evidence)


def _medicine(row: Medication, ordered: OrderStatus | None, *, by_clinician: bool) -> str:
    how = ", ".join(part for part in (_ROUTES.get(row.route, ""), _often(row.frequency)) if part)
    what = " ".join(part for part in (row.name, row.dose) if part)
    taken = f"{what}, {how}" if how else what
    match row.status:
        case MedicationStatus.STARTED if ordered is OrderStatus.ORDERED:
            return f"New: take {taken}."
        case MedicationStatus.CHANGED if ordered is OrderStatus.CHANGED and (row.dose or how):
            return f"Changed: take {taken}."
        case MedicationStatus.STOPPED if ordered is OrderStatus.STOPPED:
            return f"Stop taking {row.name}."
        case MedicationStatus.CURRENT if ordered is OrderStatus.ORDERED:
            return f"Take {taken}."
        case MedicationStatus.CURRENT:
            return f"You take {taken}." if by_clinician else f"You told us that you take {taken}."
        case MedicationStatus.STOPPED if not by_clinician:
            return f"You no longer take {row.name}."
        case MedicationStatus.DENIED:
            return ""
        case MedicationStatus.STARTED | MedicationStatus.CHANGED | MedicationStatus.STOPPED:
            return f"We talked about {taken}." if row.dose or how else ""


def _often(frequency: str) -> str:
    for pattern, plain in _FREQUENCY:
        frequency = re.sub(pattern, plain, frequency)
    return frequency


def _allergy(allergy: Allergy) -> _Told:
    if not allergy.substance:
        return _Told(TAKE, "You told us that you have no known allergies.", allergy.utterances)
    reaction = f" ({allergy.reaction})" if allergy.reaction else ""
    return _Told(TAKE, f"You are allergic to {allergy.substance}{reaction}.", allergy.utterances)


def _order(order: Order) -> Iterator[_Told]:
    if order.kind is OrderKind.MEDICATION:
        return
    frames = _CONSIDERED if order.status is OrderStatus.CONSIDERED else _ORDERS
    yield _Told(NEXT, frames[order.kind].format(order.description), order.evidence)


def _passed_on(heading: str, text: str, remark: Remark) -> Iterator[_Told]:
    """The clinician's own advice, where it is easy to read and plain what it means."""
    said = second_person(text.removeprefix("to "))
    if said is None or len(said.split()) > _MOST_WORDS or len(said.split()) < 3:
        return
    if heading == NEXT and (_DANGLING.search(said) or _DOSED.search(said)):
        return  # what `it` is, or which tablets, stood in another sentence
    if said.startswith("given by") or numbers_in(said) - numbers_in(remark.text):
        return
    sentence = said[:1].upper() + said[1:].rstrip(" .,") + "."
    if grade(in_plain_words(sentence).text) <= HARDEST_CLAUSE:
        yield _Told(heading, sentence, remark.utterances)
