"""Utterances that matter clinically and that no statement cites."""

import re
from collections.abc import Iterator

from notegen.assertion import Dialogue, judge
from notegen.drugs import find_drugs
from notegen.numbers import written_numbers
from notegen.sentences import Sentence, lowered
from notegen.terms import find_terms
from scribe.code import Assertion
from scribe.note import Flag, FlagKind, Severity

_RED_FLAGS = frozenset(
    (
        *("chest pain", "chest tightness", "shortness of breath", "fainting", "suicidal thoughts"),
        *("coughing up blood", "vomiting blood", "blood in stool", "black stools", "seizure"),
        *("facial droop", "speech difficulty", "neck stiffness", "blood in urine", "confusion"),
        *("weight loss", "double vision", "bowel incontinence", "hallucinations", "breast lump"),
    )
)
_ALLERGY = re.compile(r"\ballergic to\b")
_VITAL = re.compile(r"\b\d{2,3}/\d{2,3}\b")
_DOSE = re.compile(r"\b\d[\d.,]* (?:mg|mcg)\b(?!/)")
_FEW_WORDS = 3


def omissions(dialogue: Dialogue, cited: frozenset[str]) -> tuple[Flag, ...]:
    """One flag for each uncited utterance with an allergy, a medicine, a measurement or a red flag.

    Questions and denials are not salient: what was only asked is no finding.
    """
    flagged: dict[str, Flag] = {}
    for sentence in dialogue.sentences:
        if sentence.question or sentence.utterance in cited or sentence.utterance in flagged:
            continue
        if len(sentence.text.split()) < _FEW_WORDS:
            continue
        for what, severity in _salient(dialogue, sentence):
            flagged[sentence.utterance] = Flag(
                FlagKind.POSSIBLY_MISSED,
                severity,
                f"{what} is mentioned here and no statement cites it",
                utterances=(sentence.utterance,),
            )
            break
    return tuple(flagged.values())


def _salient(dialogue: Dialogue, sentence: Sentence) -> Iterator[tuple[str, Severity]]:
    low = lowered(sentence.text)
    if _ALLERGY.search(low):
        yield "an allergy", Severity.CRITICAL
    for mention in find_terms(sentence.text):
        if mention.term.name in _RED_FLAGS:
            place = sentence.start + mention.start
            end = sentence.start + mention.end
            if judge(dialogue, sentence.index, place, end).assertion is Assertion.PRESENT:
                yield "a warning symptom", Severity.CRITICAL
    drugs = find_drugs(sentence.text)
    if not drugs and _DOSE.search(written_numbers(low)):
        yield "a dose of a medicine whose name was not understood", Severity.WARNING
    if any(not m.drug.is_class for m in drugs):
        yield "a medicine", Severity.WARNING
    if _VITAL.search(written_numbers(low)):
        yield "a measurement", Severity.WARNING
