"""What a visit came to, in plain language for the patient, from the facts of the dialogue."""

import re
from collections.abc import Iterator, Sequence

from notegen.assertion import Dialogue
from notegen.facts import Allergy, Facts, Remark, Topic
from notegen.follow_up import find_follow_up
from notegen.glossary import Plain, in_plain_words
from notegen.medications import medication_table
from notegen.numbers import numbers_in
from notegen.orders import supported_orders
from notegen.patient_findings import FOUND, THINK, Told, findings, problems
from notegen.prose import joined
from notegen.readability import grade
from notegen.second_person import second_person
from notegen.sentences import lowered
from notegen.verify import doubts
from scribe.note import Medication, MedicationStatus, Order, OrderKind, OrderStatus
from scribe.summary import NO_SUMMARY, GlossaryEntry, PatientSummary, SummaryLine, SummarySection

WHY, TAKE, NEXT, HELP = (
    "Why you came",
    "What you take",
    "What happens next",
    "When to get help",
)
HEADINGS = (WHY, FOUND, THINK, TAKE, NEXT, HELP)
HARDEST_CLAUSE = 9.0
"""Grade above which the clinician's own words are not passed on; fixed frames are not judged."""
_MOST_WORDS = 25
_DOSED = re.compile(r"\b(?:tablets?|pills?|puffs?|capsules?|mg|milligrams|drops|sprays?)\b")
_CALLS = re.compile(
    r"^(?:if|should|call|come|contact|see|seek|go|get|return|message|let|inform|tell|ring|dial)\b"
)
_BROKEN_OFF = re.compile(
    r"\b(?:getting|are|is|be|to|the|an?|and|or|with|of|not|still|for|your|if|at|in|any|you)[ .,]*$"
)
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
_MEDICINE = OrderKind.MEDICATION
_CONSIDERED = {
    OrderKind.LAB: "You may have a lab test: {}.",
    OrderKind.IMAGING: "You may have a scan or picture taken: {}.",
    OrderKind.PROCEDURE: "You may have this done: {}.",
    OrderKind.REFERRAL: "We may send you to: {}.",
}


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
        if doubts(dialogue, plain.text, told.evidence):
            continue  # plain words must not say anything else either
        if plain.text in {line.text for line in lines[told.heading]}:
            continue
        lines[told.heading].append(SummaryLine(plain.text, told.evidence))
        terms |= {entry.term: entry for entry in plain.terms}
    sections = tuple(SummarySection(name, tuple(found)) for name, found in lines.items() if found)
    if not sections:
        return NO_SUMMARY
    words = (GlossaryEntry(entry.term, entry.meaning) for entry in terms.values())
    return PatientSummary(sections, tuple(sorted(words, key=lambda word: word.term.lower())))


def _everything(dialogue: Dialogue, facts: Facts) -> Iterator[Told]:
    yield from _reasons(facts.remarks)
    yield from findings(dialogue, facts)
    yield from problems(dialogue, facts.remarks)
    orders = supported_orders(dialogue, facts)
    yield from _medicines(facts, orders)
    yield from map(_allergy, facts.allergies)
    for order in orders:
        yield from _order(order)
    for remark in facts.remarks:
        if remark.topic is Topic.ADVICE:
            advice = re.sub(r"^(?:advised|recommended) to ", "", remark.text)
            yield from _passed_on(NEXT, advice, remark, _spoken(dialogue, remark))
    for one in find_follow_up(facts):
        if one.with_whom:
            when = f" {one.when}" if one.when else ""
            yield Told(NEXT, f"Your next visit is with: {one.with_whom}{when}.", one.evidence)
        else:
            yield Told(NEXT, f"Come back {one.when}.", one.evidence)
    for remark in facts.remarks:
        if remark.topic is Topic.SAFETY:
            yield from _passed_on(HELP, remark.text, remark, _spoken(dialogue, remark))


def _reasons(remarks: Sequence[Remark]) -> Iterator[Told]:
    for remark in remarks:
        if remark.topic is not Topic.COMPLAINT:
            continue
        text = lowered(remark.text)
        if text.startswith("for "):
            visit = re.sub(r"\b(?:his|her|their|my|the patient's)\b", "your", text)
            visit = re.sub(r"^for (?=annual|routine|regular|yearly|follow|medication|new|physical"
                           r"|well|check)", "for a ", visit)  # fmt: skip
            visit = re.sub(r"\ba annual\b", "a yearly", visit)
            yield Told(WHY, f"You came in {visit}.", remark.utterances)
        else:
            yield Told(
                WHY, f"You came in because of {joined(text.split(', '))}.", remark.utterances
            )


def _spoken(dialogue: Dialogue, remark: Remark) -> str:
    return " . ".join(u.text for u in dialogue.utterances if u.id in remark.utterances)


def _medicines(facts: Facts, orders_of: Sequence[Order]) -> Iterator[Told]:
    """A line for each medicine; new, changed, stopped are only those that were ordered so."""
    orders = {o.description.split(" ")[0]: o.status for o in orders_of if o.kind is _MEDICINE}
    told = {m.medication.name for m in facts.medications if m.by_clinician}
    for row in medication_table([m for m in facts.medications if not m.is_class]):
        ordered = orders.get(row.name.split(" ")[0])
        text = _medicine(row, ordered, by_clinician=row.name in told)
        if text:
            yield Told(TAKE, text, row.evidence)


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


def _allergy(allergy: Allergy) -> Told:
    if not allergy.substance:
        return Told(TAKE, "You told us that you have no known allergies.", allergy.utterances)
    reaction = f" ({allergy.reaction})" if allergy.reaction else ""
    return Told(TAKE, f"You are allergic to {allergy.substance}{reaction}.", allergy.utterances)


def _order(order: Order) -> Iterator[Told]:
    if order.kind is OrderKind.MEDICATION:
        return
    frames = _CONSIDERED if order.status is OrderStatus.CONSIDERED else _ORDERS
    yield Told(NEXT, frames[order.kind].format(order.description), order.evidence)


def _passed_on(heading: str, text: str, remark: Remark, spoken: str) -> Iterator[Told]:
    """The clinician's own advice, where it is easy to read and plain what it means."""
    said = second_person(re.sub(r"^(?:(?:to|do|just|please|really|certainly) )+", "", text), spoken)
    if said is None or len(said.split()) > _MOST_WORDS or len(said.split()) < 3:
        return
    if heading == NEXT and (_DANGLING.search(said) or _DOSED.search(said)):
        return  # what `it` is, or which tablets, stood in another sentence
    if heading == HELP and not _CALLS.match(said):
        return
    if _BROKEN_OFF.search(said) or numbers_in(said) - numbers_in(remark.text):
        return
    sentence = said[:1].upper() + said[1:].rstrip(" .,") + "."
    if grade(in_plain_words(sentence).text) <= HARDEST_CLAUSE:
        yield Told(heading, sentence, remark.utterances)
