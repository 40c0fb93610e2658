"""What is said in a consultation that its note must not leave out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notegen.allergies import find_allergies
from notegen.assertion import Dialogue, judge
from notegen.content import content
from notegen.drugs import find_drugs
from notegen.numbers import numbers_in
from notegen.sentences import Sentence, lowered
from notegen.terms import Kind, find_terms
from notegen.vitals import find_vitals
from scribe.code import Assertion
from scribe.transcript import Role


class SalientKind(StrEnum):
    """What must not be left out."""

    MEDICATION = "medication"
    ALLERGY = "allergy"
    VITAL = "vital"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Salient:
    """A medicine by its generic name, a substance, a measurement, a test or whom to refer to.

    `utterances` are the ids of those in which it is said.
    """

    kind: SalientKind
    name: str
    utterances: tuple[str, ...]


_NOT_SAID = (Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.FAMILY)
_ORDERED = (Kind.TEST, Kind.PROCEDURE)
_DECIDES = re.compile(
    r"\b(?:(?:i|we)(?:'ll| will|'d like| would like|'m (?:going|gonna|gon)|'re (?:going|gonna|gon)"
    r"| am going| are going| want| need| recommend| should)|let's|order(?:ed|ing)?|schedul\w+"
    r"|refer(?:ring|ral)?|obtain|recheck)\b"
)
_ONLY_LOOKS = re.compile(
    r"\b(?:look(?:ed|ing)? (?:at|over)|review\w*|show me|see (?:what|how|the results)|go over"
    r"|pull(?:ed)? up|talk about|if)\b"
)
_REFERRED = re.compile(
    r"\brefer(?:ring|ral|red)?\b(?: you| her| him| them)? to (?:an? |the )?(\w+)"
)
_ALLERGY_LINE = re.compile(r"\ballerg", re.IGNORECASE)


def salient(dialogue: Dialogue) -> tuple[Salient, ...]:
    """All of them, each once, with every utterance that says it, kind by kind in spoken order.

    Medicines that are named other than in a denial, a condition or an unanswered question and that
    are no class of medicines; substances that the patient is allergic to; measurements that the
    clinician states; tests, procedures and referrals in the clinician's decisions. They are read
    from the names that are said, not from what `notegen.extract` makes of them, so that a writer
    that uses it is not its own judge (allergies and measurements are read as there).
    """
    found: dict[tuple[SalientKind, str], tuple[str, ...]] = {}
    for kind, name, utterance in _named(dialogue):
        found[kind, name] = tuple(dict.fromkeys((*found.get((kind, name), ()), utterance)))
    return tuple(
        Salient(kind, name, utterances)
        for wanted in SalientKind
        for (kind, name), utterances in found.items()
        if kind is wanted
    )


def absent(items: Sequence[Salient], note: str) -> tuple[Salient, ...]:
    """Those of which the note does not speak.

    A medicine or a test is spoken of by any of its names; a substance in a line about allergies;
    a measurement by its numbers.
    """
    drugs = frozenset(m.drug.generic for m in find_drugs(note))
    orders = frozenset(m.term.name for m in find_terms(note))
    numbers = numbers_in(note)
    allergies = content("\n".join(line for line in _with_next(note) if _ALLERGY_LINE.search(line)))
    words = content(note)
    missing: list[Salient] = []
    for item in items:
        match item.kind:
            case SalientKind.MEDICATION:
                there = item.name in drugs
            case SalientKind.ALLERGY:
                there = content(item.name) <= allergies
            case SalientKind.VITAL:
                there = numbers_in(item.name) <= numbers
            case SalientKind.ORDER:
                there = item.name in orders or content(item.name) <= words
        if not there:
            missing.append(item)
    return tuple(missing)


def _with_next(note: str) -> Iterator[str]:
    """Each line that says something, with the one after it: `ALLERGIES` is a heading."""
    lines = [line for line in note.splitlines() if line.strip()]
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        yield f"{line}\n{following}"


def _named(dialogue: Dialogue) -> Iterator[tuple[SalientKind, str, str]]:
    allergies = find_allergies(dialogue)
    harmful = {m.drug.generic for a in allergies for m in find_drugs(f"takes {a.substance}")}
    for sentence in dialogue.sentences:
        for mention in find_drugs(sentence.text):
            if mention.drug.is_class or mention.drug.generic in harmful:
                continue
            place, end = sentence.start + mention.start, sentence.start + mention.end
            if judge(dialogue, sentence.index, place, end).assertion not in _NOT_SAID:
                yield SalientKind.MEDICATION, mention.drug.generic, sentence.utterance
        for name in _orders(sentence):
            yield SalientKind.ORDER, name, sentence.utterance
    for allergy in allergies:
        for utterance in allergy.utterances if allergy.substance else ():
            yield SalientKind.ALLERGY, allergy.substance, utterance
    for vital in find_vitals(dialogue):
        for utterance in vital.utterances:
            yield SalientKind.VITAL, f"{vital.name} {vital.value}", utterance


def _orders(sentence: Sentence) -> Iterator[str]:
    low = lowered(sentence.text)
    if sentence.question or sentence.role is Role.PATIENT:
        return
    if not _DECIDES.search(low) or _ONLY_LOOKS.search(low):
        return
    for mention in find_terms(sentence.text):
        if mention.term.kind in _ORDERED:
            yield mention.term.name
    for match in _REFERRED.finditer(low):
        if content(match[1]) and not any(
            m.term.kind in _ORDERED for m in find_terms(low[match.start(1) :])
        ):
            yield match[1]
