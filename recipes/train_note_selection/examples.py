"""Sentences that a note could have, with how much of them the clinician's note has."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from notegen.assertion import Dialogue, read_dialogue
from notegen.candidates import Candidate
from notegen.divisions import Division, divide
from notegen.drafting import all_candidates
from notegen.extract import extract
from notegen.tags import righted
from recipes.note_aci_bench.encounters import Encounter

_DIVISIONS = (
    Division.SUBJECTIVE,
    Division.OBJECTIVE_EXAM,
    Division.OBJECTIVE_RESULTS,
    Division.ASSESSMENT_AND_PLAN,
)
_WORD = re.compile(r"[a-z0-9]+")
_MOST_WEIGHT = 15


@dataclass(frozen=True, slots=True)
class Example:
    """One encounter: candidates (n), targets (n, OUTPUTS) from 0 to 1, weights (n,)."""

    encounter: Encounter
    dialogue: Dialogue
    candidates: tuple[Candidate, ...]
    targets: NDArray[np.float32]
    weights: NDArray[np.float32]


def example(encounter: Encounter) -> Example:
    """All candidates of an encounter, measured against its note and each division of it."""
    transcript = encounter.transcript
    transcript = replace(transcript, utterances=righted(transcript.utterances))
    dialogue = read_dialogue(transcript.utterances)
    candidates, _ = all_candidates(transcript, dialogue, extract(transcript))
    parts = {part.division: part.text for part in divide(encounter.reference)}
    texts = [encounter.reference, *(parts.get(division, "") for division in _DIVISIONS)]
    targets = [[share(c.draft.text, text) for text in texts] for c in candidates]
    lengths = [min(_MOST_WEIGHT, len(c.draft.text.split())) for c in candidates]
    return Example(
        encounter,
        dialogue,
        candidates,
        np.asarray(targets, np.float32),
        np.asarray(lengths, np.float32),
    )


def share(text: str, reference: str) -> float:
    """The mean of the shares of the words and of the pairs of words that the reference has."""
    words, held = _WORD.findall(text.lower()), _WORD.findall(reference.lower())
    return (_precision(words, held) + _precision(_pairs(words), _pairs(held))) / 2


def _pairs(words: list[str]) -> list[str]:
    return [f"{a} {b}" for a, b in pairwise(words)]


def _precision(items: list[str], held: list[str]) -> float:
    if not items:
        return 0.0
    return (Counter(items) & Counter(held)).total() / len(items)
