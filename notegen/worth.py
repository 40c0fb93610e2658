"""How much of a section each clause is worth, and how long a section is, by trained weights.

Two ridge regressions with a logistic one (`notegen.word_worth`), trained by recipes/train_snippet,
where their figures are.
"""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from notegen.clause_labels import labels
from notegen.clauses import Clause
from notegen.headers import HEADERS, Header
from notegen.ngrams import Grams, words_of
from notegen.word_worth import WordWorth
from scribe.errors import ModelUnavailable

WEIGHTS_FILE = Path(__file__).parent / "data" / "worth.npz"
KIND = 1 << 13
"""Buckets of each of three kinds: labels, words, words with the header."""
BUCKETS = 3 * KIND
LENGTHS = 3 + 2 * len(HEADERS)


def vector(clause: Clause, header: Header, count: int) -> Grams:
    """Shape (n,) of BUCKETS: what is known of a clause, one of `count`, for a section."""
    words = words_of(clause.text)
    found: dict[int, float] = {_hash(label): 1.0 for label in labels(clause, header, count)}
    share = 1 / math.sqrt(max(1, len(words)))
    for word in words:
        for bucket in (KIND + _hash(word), 2 * KIND + _hash(f"{header} {word}")):
            found[bucket] = found.get(bucket, 0.0) + share
    buckets = sorted(found)
    return Grams(np.asarray(buckets, np.int64), np.asarray([found[b] for b in buckets], np.float32))


def length_vector(header: Header, words: int, turns: int) -> NDArray[np.float64]:
    """Shape (LENGTHS,): what is known of a dialogue of so many words and turns."""
    found = np.zeros(LENGTHS)
    place = 3 + 2 * HEADERS.index(header)
    found[:3] = 1, math.log(words + 1), math.log(turns + 1)
    found[place : place + 2] = 1, math.log(words + 1)
    return found


@dataclass(frozen=True, slots=True)
class Worth:
    """Weights: (BUCKETS,) with an offset, (LENGTHS,), those of single words."""

    weights: NDArray[np.float32]
    offset: float
    lengths: NDArray[np.float64]
    of_words: WordWorth

    def shares(self, clauses: Sequence[Clause], header: Header) -> NDArray[np.float64]:
        """Shape (clauses,): which share of its words a clinician's section would have, 0 to 1."""
        found = [vector(clause, header, len(clauses)) for clause in clauses]
        sums = [float(self.weights[v.buckets] @ v.values) + self.offset for v in found]
        return np.clip(np.asarray(sums, dtype=np.float64), 0, 1)

    def words(self, header: Header, words: int, turns: int) -> float:
        """How many words the section has."""
        return math.expm1(max(0.0, float(length_vector(header, words, turns) @ self.lengths)))


@cache
def worth() -> Worth:
    """The weights that come with Scribe, read once. Raises ModelUnavailable where they lack."""
    if not WEIGHTS_FILE.is_file():
        raise ModelUnavailable(f"{WEIGHTS_FILE.name}: expected weights of clauses, found no file")
    with np.load(WEIGHTS_FILE) as arrays:
        return Worth(
            arrays["weights"].astype(np.float32),
            float(arrays["offset"]),
            arrays["lengths"].astype(np.float64),
            WordWorth(arrays["of_words"].astype(np.float32), float(arrays["word_offset"])),
        )


def _hash(label: str) -> int:
    return zlib.crc32(label.encode()) % KIND
