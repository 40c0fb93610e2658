"""How much of the note a statement is worth, and where in it, by trained weights.

A ridge regression over hashed words of the statement, of what was said just before it, and of
labels such as who said it and how far the visit had come. Its weights are trained by
recipes/train_note_selection, where its figures are.
"""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from notegen.drugs import find_drugs
from notegen.ngrams import Grams, Hashing, grams
from notegen.numbers import numbers_in
from notegen.terms import find_terms

TEXT = Hashing(longest_words=2, word_buckets=1 << 14, character_buckets=0)
BEFORE = Hashing(longest_words=2, word_buckets=1 << 12, character_buckets=0)
LABELS = 1 << 10
BUCKETS = TEXT.buckets + BEFORE.buckets + LABELS
OUTPUTS = ("whole", "subjective", "exam", "results", "plan")
"""What is predicted: the share of a statement's words and pairs of words that the clinician's note
has, in the whole and in each of the divisions by which ACI-BENCH scores."""
_BEFORE_WEIGHT = 0.5
_LABEL_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A statement that could be in the note.

    `before` is what was said just before it, `place` how far into the conversation it was said (0
    to 1), `labels` what else is known of it, such as `voice=patient`.
    """

    text: str
    before: str
    place: float
    labels: tuple[str, ...]


def vector(unit: Unit) -> Grams:
    """Shape (n,) of BUCKETS: words and pairs of words, each kind to length 1, then labels."""
    text = _normal(grams(unit.text, TEXT), 1.0)
    before = _normal(grams(unit.before, BEFORE), _BEFORE_WEIGHT)
    labels = sorted({zlib.crc32(label.encode()) % LABELS for label in _labels(unit)})
    return Grams(
        np.concatenate(
            (
                text.buckets,
                TEXT.buckets + before.buckets,
                TEXT.buckets + BEFORE.buckets + np.asarray(labels, np.int64),
            )
        ),
        np.concatenate(
            (text.values, before.values, np.full(len(labels), _LABEL_WEIGHT, np.float32))
        ),
    )


@dataclass(frozen=True, slots=True)
class Selection:
    """Trained weights, (OUTPUTS, BUCKETS) float32 and (OUTPUTS,) float32."""

    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]

    def worth(self, units: Sequence[Unit]) -> NDArray[np.float32]:
        """Shape (units, OUTPUTS): for each unit what is predicted of it."""
        scores = np.empty((len(units), len(OUTPUTS)), np.float32)
        for row, unit in enumerate(units):
            sparse = vector(unit)
            scores[row] = self.weights[:, sparse.buckets] @ sparse.values + self.offsets
        return scores


@cache
def selection() -> Selection:
    """The weights that come with Scribe, read once."""
    source = files("notegen").joinpath("data", "selection.npz")
    with as_file(source) as path, np.load(path) as arrays:
        weights = np.zeros((len(OUTPUTS), BUCKETS), np.float32)
        weights[:, arrays["buckets"]] = arrays["weights"].astype(np.float32)
        return Selection(weights, arrays["offsets"].astype(np.float32))


def _normal(counted: Grams, length: float) -> Grams:
    values = 1 + np.log(counted.values)
    norm = float(np.sqrt(values @ values))
    return Grams(counted.buckets, (values * (length / norm) if norm else values).astype(np.float32))


def _labels(unit: Unit) -> tuple[str, ...]:
    words = len(re.findall(r"\w+", unit.text))
    kinds = [mention.term.kind.value for mention in find_terms(unit.text)]
    decile = min(9, int(10 * unit.place))
    return (
        *unit.labels,
        *(f"{label} {decile}" for label in unit.labels),
        f"decile {decile}",
        f"words {min(10, math.ceil(words / 4))}",
        f"terms per word {min(4, int(10 * len(kinds) / max(1, words)))}",
        *(f"{kind} {min(3, kinds.count(kind))}" for kind in sorted(set(kinds))),
        f"medicines {min(2, len(find_drugs(unit.text)))}",
        f"numbers {min(2, len(numbers_in(unit.text)))}",
    )
