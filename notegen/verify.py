"""Typed checks of a statement against the utterances it cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notegen.assertion import Dialogue, judge, judge_text
from notegen.drugs import find_drugs
from notegen.numbers import numbers_in
from notegen.sentences import lowered
from notegen.terms import Kind, find_terms
from scribe.code import Assertion
from scribe.note import FlagKind

_SCALE = re.compile(r"\bon a scale of 0 to 10\b")
_SIDE = re.compile(r"\b(right|left|bilateral)\b")
_TAKES_NOT = re.compile(r"^(?:Does not take|No longer takes)\b")
_TAKES = re.compile(r"^Takes\b")
_NOT_TAKEN = re.compile(
    r"(?:\bnot|n't|\bnever)(?: \w+){0,2} (?:tak\w+|took|tried|us\w+|start\w*|on)\b[^.,;]*$"
)
_DENIES = re.compile(
    r"^(?:[A-Z][a-z, ]+: )?(?:Denies|No known|No family history of|No history of)\b"
)
_ALLERGY_FREE = re.compile(r"^No known allergies\b")
_ALLERGY = re.compile(r"(?:\b[a-z]+ )?\ballerg\w+")
_SEASONAL = re.compile(r"(?:seasonal|environmental|pollen|spring) allerg")
_PAIN = re.compile(r"\bpresents with [^.]*\bpain\b")
_A_SORE = re.compile(r"\b(?:a|the|this|that|your|my) sore (?:on|in|at|that|which)\b")
_HURTS = re.compile(r"\b(?:pain\w*|hurt\w*|ach(?:e|es|ing)|soreness)\b")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against a statement; the message names the kind of fact, not the words."""

    kind: FlagKind
    message: str


def doubts(dialogue: Dialogue, text: str, evidence: Sequence[str]) -> tuple[Doubt, ...]:
    """Why the cited utterances do not support the statement; empty when nothing was found.

    Checked are numbers, medicines, sides and the polarity of symptoms and conditions. A term that
    the cited utterances do not name is not judged: paraphrase is allowed, contradiction is not.
    """
    cited = [u for u in dialogue.utterances if u.id in evidence]
    if not cited:
        return (Doubt(FlagKind.UNCITED, "the statement cites no utterance"),)
    said = " . ".join(u.text for u in cited)
    found: list[Doubt] = []
    if numbers_in(_SCALE.sub("", text)) - numbers_in(said):
        found.append(Doubt(FlagKind.UNSUPPORTED, "a number is not in the cited utterances"))
    heard = {m.drug.generic for m in find_drugs(said)}
    stated = {m.drug.generic for m in find_drugs(text) if not m.drug.is_class}
    if stated - heard:
        found.append(Doubt(FlagKind.UNSUPPORTED, "a medicine is not in the cited utterances"))
    sides = set(_SIDE.findall(lowered(text)))
    if "bilateral" not in sides and sides - set(_SIDE.findall(lowered(said))):
        found.append(Doubt(FlagKind.UNSUPPORTED, "a side is not in the cited utterances"))
    if _contradicted(dialogue, text, evidence):
        found.append(Doubt(FlagKind.CONTRADICTED, "the cited utterances say the opposite"))
    return tuple(found)


def _contradicted(dialogue: Dialogue, text: str, evidence: Sequence[str]) -> bool:
    if _TAKES.match(text) and _never_taken(dialogue, text, evidence):
        return True
    if _ALLERGY_FREE.match(text) and _only_seasonal(dialogue, evidence):
        return True
    if _PAIN.search(lowered(text)) and _only_a_sore(dialogue, evidence):
        return True
    if _TAKES_NOT.match(text) and _asked_of_more(dialogue, text, evidence):
        return True
    denied = bool(_DENIES.match(text))
    for mention in find_terms(text):
        if mention.term.kind not in (Kind.SYMPTOM, Kind.CONDITION):
            continue
        senses = _senses(dialogue, mention.term.name, evidence)
        if not senses:
            continue
        negated = denied or judge_text(text, mention.start, mention.end) is Assertion.NEGATED
        if negated and Assertion.NEGATED not in senses:
            return True
        if not negated and senses == {Assertion.NEGATED}:
            return True
    return False


def _only_seasonal(dialogue: Dialogue, evidence: Sequence[str]) -> bool:
    """Whether only allergies of the season were asked for: a no leaves all others open."""
    said = " . ".join(lowered(u.text) for u in dialogue.utterances if u.id in evidence)
    named = _ALLERGY.findall(said)
    return bool(named) and all(_SEASONAL.match(words) for words in named)


def _only_a_sore(dialogue: Dialogue, evidence: Sequence[str]) -> bool:
    """Whether all that was said of pain is that there is a sore: a wound need not hurt."""
    said = " . ".join(lowered(u.text) for u in dialogue.utterances if u.id in evidence)
    return bool(_A_SORE.search(said)) and not _HURTS.search(said)


def _never_taken(dialogue: Dialogue, text: str, evidence: Sequence[str]) -> bool:
    """Whether all that the cited utterances say of a medicine is that it is not taken."""
    for stated in find_drugs(text):
        said = [
            lowered(utterance.text[: mention.start])
            for utterance in dialogue.utterances
            if utterance.id in evidence
            for mention in find_drugs(utterance.text)
            if mention.drug.generic == stated.drug.generic
        ]
        if said and all(_NOT_TAKEN.search(before) for before in said):
            return True
    return False


def _asked_of_more(dialogue: Dialogue, text: str, evidence: Sequence[str]) -> bool:
    """Whether a no came after a question about something else than the medicine."""
    stated = {m.drug.generic for m in find_drugs(text)}
    naming = [
        sentence
        for sentence in dialogue.sentences
        if sentence.utterance in evidence
        and stated & {m.drug.generic for m in find_drugs(sentence.text)}
    ]
    last = {s.index: s for s in dialogue.sentences if s.question}
    return bool(naming) and all(s.question and last[s.index] is not s for s in naming)


def _senses(dialogue: Dialogue, name: str, evidence: Sequence[str]) -> set[Assertion]:
    return {
        judge(dialogue, index, mention.start, mention.end).assertion
        for index, utterance in enumerate(dialogue.utterances)
        if utterance.id in evidence
        for mention in find_terms(utterance.text)
        if mention.term.name == name
    }
