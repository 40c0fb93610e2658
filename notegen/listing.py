"""Facts as a clinician lists them: bare noun phrases, habits denied, `None.`"""

import re
from collections.abc import Iterator, Sequence

from notegen.assertion import Answer, Dialogue, answer_of, judge, reply_to
from notegen.facts import VAGUE, Facts, Finding
from notegen.medications import described, medication_table
from notegen.prose import joined
from notegen.rewrite import sentence_case
from notegen.sentences import lowered
from notegen.terms import Kind, find_terms
from notegen.wording import Form, Wording
from scribe.code import Assertion
from scribe.note import MedicationStatus
from scribe.transcript import Role

_NOTHING = re.compile(
    r"\b(?:medical|health|medications?|medicines?|meds|surger\w+|operations?|procedures?|allerg\w+"
    r"|vaccin\w+|immuni\w+|family|illness\w*|conditions?|problems?|diseases?|drugs?|pills?"
    r"|hospital\w*|smok\w+|tobacco|alcohol|drink)\b"
)
_UNSURE = re.compile(
    r"\b(?:not sure|(?:do not|don't|dont) (?:really )?(?:know|remember)|no idea|unsure|unknown)\b"
)
_HABITS = (
    ("tobacco", re.compile(r"\b(?:smok\w+|tobacco|cigar\w*|nicotine)\b")),
    ("alcohol", re.compile(r"\b(?:alcohol\w*|drink(?:ing)?|etoh|liquor|beer|wine)\b")),
    (
        "illicit drug",
        re.compile(r"\b(?:drugs?|marijuana|weed|cocaine|substances?|illicit|iv drug)\b"),
    ),
)
_OTHERS = re.compile(
    r"\b(?:other|else|further|additional)\b.*\b(?:symptoms?|problems?|issues?|complaints?)\b"
)
_NO_FAMILY = re.compile(
    r"\b(?:no one|nobody|none|no|nothing|not)\b.*\b(?:family|relatives?)\b"
    r"|\bfamily\b.*\b(?:healthy|no|none|nothing)\b|\bhealthy family\b"
)
_MOST_LISTED = 8


def fact_lists(facts: Facts) -> Iterator[Wording]:
    """Bare noun phrases, as a clinician lists them: `Hypertension, diabetes.`"""
    held = (Assertion.PRESENT, Assertion.PAST, Assertion.POSSIBLE)
    plain = [f for f in facts.findings if f.term.name not in VAGUE]
    own = [f for f in plain if not f.of_family]
    for kind in (Kind.CONDITION, Kind.SYMPTOM):
        of_kind = [f for f in own if f.term.kind is kind]
        yield from _names(kind.value, "", [f for f in of_kind if f.assertion in held])
        lacks = [f for f in of_kind if f.assertion is Assertion.NEGATED]
        yield from _names(f"no {kind.value}", "no ", lacks, "or")
        yield from _names(f"negative {kind.value}", "negative for ", lacks, "or")
    ill = [f for f in own if f.term.kind is Kind.CONDITION and f.assertion in held]
    yield from _names("significant", "significant for ", ill)
    yield from _names("history", "history of ", ill)
    both = [f for f in own if f.assertion in held]
    if len({f.term.kind for f in both}) > 1:
        yield from _names("all", "", both)
    kin = [f for f in facts.findings if f.assertion is Assertion.FAMILY]
    yield from _names("family", "family history of ", kin)
    yield from _names("family significant", "significant for ", kin)
    rows = [
        row
        for row in medication_table([m for m in facts.medications if not m.is_class])
        if row.status not in (MedicationStatus.DENIED, MedicationStatus.STOPPED)
    ]
    if rows:
        ids = tuple(dict.fromkeys(u for row in rows for u in row.evidence))
        text = sentence_case(joined([described(row) for row in rows]))
        yield Wording(Form.LISTED, "medicines", text, ids)
        text = sentence_case(joined([row.name for row in rows]))
        yield Wording(Form.LISTED, "names of medicines", text, ids)
    substances = [a for a in facts.allergies if a.substance]
    if substances:
        ids = tuple(dict.fromkeys(u for a in substances for u in a.utterances))
        text = sentence_case(joined([a.substance for a in substances]))
        yield Wording(Form.LISTED, "allergies", text, ids)


def _names(topic: str, lead: str, found: Sequence[Finding], last: str = "and") -> Iterator[Wording]:
    names = tuple(dict.fromkeys(f.term.name for f in found))[:_MOST_LISTED]
    ids = tuple(dict.fromkeys(u for f in found if f.term.name in names for u in f.utterances))
    if names:
        yield Wording(Form.LISTED, topic, sentence_case(f"{lead}{joined(names, last)}"), ids)


def procedure_list(dialogue: Dialogue) -> Iterator[Wording]:
    """Procedures that the patient has had: `Appendectomy and tonsillectomy.`"""
    held: dict[str, str] = {}
    for sentence in dialogue.sentences:
        for mention in find_terms(sentence.text):
            if mention.term.kind is not Kind.PROCEDURE or mention.term.name in _NO_PROCEDURE:
                continue
            place, end = sentence.start + mention.start, sentence.start + mention.end
            judged = judge(dialogue, sentence.index, place, end)
            if judged.assertion in (Assertion.PRESENT, Assertion.PAST) and not judged.of_family:
                held.setdefault(mention.term.name, sentence.utterance)
    if held:
        ids = tuple(dict.fromkeys(held.values()))
        yield Wording(Form.LISTED, "procedures", sentence_case(joined(tuple(held))), ids)


_NO_PROCEDURE = frozenset(
    ("surgery", "vaccination", "physical therapy", "influenza vaccine", "COVID vaccine")
)


def denied_habits(dialogue: Dialogue) -> Iterator[Wording]:
    """`Denies tobacco, alcohol or illicit drug use.`, for what was asked and denied."""
    denied: dict[str, tuple[str, ...]] = {}
    for sentence in dialogue.sentences:
        if not sentence.question or sentence.role is Role.PATIENT:
            continue
        reply = reply_to(dialogue, sentence)
        if not reply or answer_of(reply[0].text) is not Answer.NO:
            continue
        ids = (sentence.utterance, *(r.utterance for r in reply))
        low = lowered(sentence.text)
        if "allerg" in low or "prescri" in low or "family" in low:
            continue
        for name, pattern in _HABITS:
            if pattern.search(low):
                denied[name] = ids
    if denied:
        ids = tuple(dict.fromkeys(u for found in denied.values() for u in found))
        yield Wording(Form.LISTED, "habits", f"Denies {joined(tuple(denied), 'or')} use.", ids)
        yield Wording(Form.LISTED, "habits", f"No {joined(tuple(denied), 'or')} use.", ids)


def nothing(dialogue: Dialogue) -> Iterator[Wording]:
    """`None.` where the only thing asked for is denied, `No known drug allergies.`"""
    asked = [s for s in dialogue.sentences if s.question and s.role is not Role.PATIENT]
    for sentence in dialogue.sentences:
        low = lowered(sentence.text)
        if sentence.role is Role.PATIENT and not sentence.question and _NO_FAMILY.search(low):
            yield Wording(Form.NONE, "family", "Noncontributory.", (sentence.utterance,))
    for sentence in asked:
        reply = reply_to(dialogue, sentence)
        low = lowered(sentence.text)
        if reply and _UNSURE.search(lowered(reply[0].text)):
            yield Wording(
                Form.NONE, "unknown", "Unknown.", (sentence.utterance, reply[0].utterance)
            )
        if not reply or answer_of(reply[0].text) is not Answer.NO or not _NOTHING.search(low):
            continue
        ids = tuple(dict.fromkeys((sentence.utterance, *(r.utterance for r in reply))))
        if _OTHERS.search(low):
            yield Wording(Form.LISTED, "otherwise", "Otherwise negative.", ids)
        if "allerg" in low:
            yield Wording(Form.NONE, "allergies", "No known drug allergies.", ids)
        elif "family" in low:
            yield Wording(Form.NONE, "family", "Noncontributory.", ids)
        yield Wording(Form.NONE, "none", "None.", ids)
