"""Hashed n-grams of words with those of characters, as sparse vectors."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from notegen.sentences import lowered

_WORD = re.compile(r"[a-z0-9][a-z0-9']*")
_DIGIT = re.compile(r"\d")
_FNV = np.uint32(16777619)
_MIX = np.uint32(2654435769)
"""Knuth's multiplicative hash: 2**32 divided by the golden ratio."""


@dataclass(frozen=True, slots=True)
class Hashing:
    """Which n-grams are counted, in how many buckets each kind of them.

    Sizes are inclusive. Words come first: buckets 0 to `word_buckets` - 1, then characters.
    """

    longest_words: int = 2
    characters: tuple[int, int] = (3, 5)
    word_buckets: int = 1 << 15
    character_buckets: int = 1 << 15

    def __post_init__(self) -> None:
        if self.longest_words < 1 or not 1 <= self.characters[0] <= self.characters[1]:
            raise ValueError(f"expected sizes from 1 in rising order, got {self}")
        if self.word_buckets < 1 or self.character_buckets < 0:
            raise ValueError(f"expected buckets for words, got {self}")

    @property
    def buckets(self) -> int:
        return self.word_buckets + self.character_buckets


@dataclass(frozen=True, slots=True)
class Grams:
    """A sparse vector: `buckets` (n,) int64, rising, each once; `values` (n,) float32."""

    buckets: NDArray[np.int64]
    values: NDArray[np.float32]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, each digit written 0."""
    return tuple(_WORD.findall(_DIGIT.sub("0", lowered(text))))


def grams(text: str, hashing: Hashing) -> Grams:
    """How often each n-gram occurs; those of characters do not reach beyond a word.

    The same in every process and on every machine. n-grams that fall into one bucket are one.
    """
    words = words_of(text)
    found = [_word_buckets(words, hashing)]
    if hashing.character_buckets:
        found.append(hashing.word_buckets + _character_buckets(words, hashing))
    buckets, counts = np.unique(np.concatenate(found), return_counts=True)
    return Grams(buckets, counts.astype(np.float32))


def weighted(counted: Grams, idf: NDArray[np.float32], hashing: Hashing) -> Grams:
    """TF-IDF: (1 + ln count) times `idf` (hashing.buckets,), each kind of n-gram to length 1.

    What scikit-learn's TfidfVectorizer gives with `sublinear_tf`.
    """
    values = (1 + np.log(counted.values)) * idf[counted.buckets]
    split = int(np.searchsorted(counted.buckets, hashing.word_buckets))
    for part in (slice(0, split), slice(split, None)):
        length = float(np.sqrt(values[part] @ values[part]))
        if length:
            values[part] /= length
    return Grams(counted.buckets, values.astype(np.float32))


def document_counts(documents: Sequence[Grams], hashing: Hashing) -> NDArray[np.int64]:
    """Shape (hashing.buckets,): in how many documents each bucket occurs."""
    places = np.concatenate([np.zeros(0, np.int64), *(d.buckets for d in documents)])
    return np.asarray(np.bincount(places, minlength=hashing.buckets), dtype=np.int64)


def inverse_frequency(documents: Sequence[Grams], hashing: Hashing) -> NDArray[np.float32]:
    """Shape (hashing.buckets,): ln((1 + documents) / (1 + those that have it)) + 1."""
    having = document_counts(documents, hashing)
    return (np.log((1 + len(documents)) / (1 + having)) + 1).astype(np.float32)


def _word_buckets(words: Sequence[str], hashing: Hashing) -> NDArray[np.int64]:
    hashes = [
        zlib.crc32(" ".join(words[k : k + size]).encode())
        for size in range(1, hashing.longest_words + 1)
        for k in range(len(words) - size + 1)
    ]
    return np.asarray(hashes, dtype=np.int64) % hashing.word_buckets


def _character_buckets(words: Sequence[str], hashing: Hashing) -> NDArray[np.int64]:
    """FNV-like hashes of all stretches of ` word ` at once, mixed so that high bits count."""
    letters = np.frombuffer(" ".join(("", *words, "")).encode("ascii"), dtype=np.uint8)
    spaces = letters == ord(" ")
    hashes: list[NDArray[np.uint32]] = [np.zeros(0, np.uint32)]
    shortest, longest = hashing.characters
    running = np.full(len(letters), 2166136261, np.uint32)
    within = np.ones(len(letters), bool)  # no space but at either end
    for size in range(1, min(longest, len(letters)) + 1):
        count = len(letters) - size + 1
        running = (running[:count] ^ letters[size - 1 :]) * _FNV
        within = within[:count]
        if size > 2:
            within = within & ~spaces[size - 2 : size - 2 + count]
        if size >= shortest:
            hashes.append(running[within] ^ np.uint32(size))
    mixed = (np.concatenate(hashes) * _MIX) >> np.uint32(7)
    return mixed.astype(np.int64) % hashing.character_buckets
