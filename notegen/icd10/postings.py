"""The phrases of the code table by the words they share with a query, scored all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from notegen.icd10.lexicon import Kind
from notegen.icd10.release import Origin
from notegen.icd10.words import stems

_QUERY_SHARE = 0.4
"""Weight of the query's coverage against the phrase's; tuned on CodiEsp dev, see
recipes/code_icd10/README.md."""
_LIGHT = frozenset(
    stems(
        "without other not elsewhere classified specified type part site disease disorder"
        " syndrome with and any nonrefractory intractable uncomplicated complication current"
        " injury encounter initial condition status acquired no patient history multiple primary"
        " idiopathic essential adult mention"
    )
)
_LIGHT_WEIGHT = 0.25
_MUST_BE_SAID = frozenset(
    stems(
        "history screening newborn neonatal perinatal fetus pregnancy obstetric obstetrical"
        " puerperal puerperium delivery congenital syphilitic syphilis tuberculous tuberculosis"
        " gonococcal sequelae postprocedural intraoperative traumatic burn prosthesis complication"
        " following subsequent observation injury"
    )
)
"""What makes another thing of a condition: a phrase with it is for who says it."""
_UNSAID, _UNSAID_TERM, _UNSAID_OTHER = 0.7, 0.75, 0.92
"""Factors for a phrase with such a word that was not said, for an index line whose main term was
not said, for "other" that was not said; see recipes/code_icd10/README.md."""
_WITH, _WITHOUT, _OTHER = "with", "without", "other"
_CONTRARY = 0.6
"""Factor for a phrase with what the query is without, or the other way about."""
_EXTERNAL, _EXTERNAL_CODES = 0.7, ("V", "W", "X", "Y", "T3", "T4", "T5")
"""Factor for causes of injury, burns and poisonings, which share words with what they cause."""
_EXCLUDING = ("without", "not")
_LEAST_OF_QUERY = 0.15
"""A phrase with less of the query's weight is no candidate."""
_BEST = 0.97
"""A phrase of the same stems is better than any other."""

Array = NDArray[np.int32]


Row = tuple[str, str, tuple[str, ...]]
"""Code, kind and stems of a phrase."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """What is kept of N phrases with W different stems; all arrays are int32.

    `starts` (W + 1): where each stem's part of `phrases` begins; `phrases` holds numbers of
    phrases from 0, the lowest bit is 1 where the stem stands after "without". `first` (N) is the
    number of the phrase's first stem, `kinds` (N) its kind's character code, negative where
    it is of a cause of injury.
    """

    starts: Array
    phrases: Array
    first: Array
    kinds: Array

    def to_bytes(self) -> tuple[bytes, bytes, bytes, bytes]:
        return (
            self.starts.tobytes(),
            self.phrases.tobytes(),
            self.first.tobytes(),
            self.kinds.tobytes(),
        )

    @classmethod
    def of_bytes(cls, parts: Sequence[bytes]) -> "Arrays":
        starts, phrases, first, kinds = (np.frombuffer(part, np.int32) for part in parts)
        return cls(starts, phrases, first, kinds)


def invert(rows: Iterable[Row], words: Sequence[str]) -> Arrays:
    """The postings of phrases in their order; `words` are all their stems, each once."""
    number = {word: n for n, word in enumerate(words)}
    holders: list[list[int]] = [[] for _ in words]
    first: list[int] = []
    kinds: list[int] = []
    for place, (code, kind, content) in enumerate(rows):
        first.append(number[content[0]] if content else -1)
        kinds.append(-ord(kind) if code.startswith(_EXTERNAL_CODES) else ord(kind))
        seen: set[str] = set()
        excluded = False
        for word in content:
            if word not in seen:
                seen.add(word)
                holders[number[word]].append(place << 1 | excluded)
            excluded = excluded or word in _EXCLUDING
    starts = np.zeros(len(words) + 1, np.int32)
    np.cumsum([len(h) for h in holders], out=starts[1:])
    flat = np.fromiter((p for h in holders for p in h), np.int32, int(starts[-1]))
    return Arrays(starts, flat, np.array(first, np.int32), np.array(kinds, np.int32))


class Postings:
    """Scores phrases for a query; `idf` names every stem in the order of the arrays."""

    def __init__(self, arrays: Arrays, idf: Mapping[str, float], unknown: float) -> None:
        self._number = {word: n for n, word in enumerate(idf)}
        self._unknown = unknown
        self._starts = arrays.starts
        self._phrases = arrays.phrases >> 1
        light = np.array([_LIGHT_WEIGHT if w in _LIGHT else 1.0 for w in idf], np.float32)
        self._of_word = np.fromiter(idf.values(), np.float32, len(idf)) * light
        self._weights = np.repeat(self._of_word, np.diff(arrays.starts))
        self._weights[(arrays.phrases & 1).astype(bool)] *= _LIGHT_WEIGHT
        count = len(arrays.first)
        total = np.bincount(self._phrases, self._weights, count).astype(np.float32)
        self._total = np.maximum(total, 1e-9)
        self._first = arrays.first
        self._decisive = frozenset(_MUST_BE_SAID & idf.keys())
        self._taken_for_granted = self._counts(self._decisive)
        self._other = self._counts((_OTHER,)) > 0
        has_with, has_without = self._counts((_WITH,)) > 0, self._counts((_WITHOUT,)) > 0
        self._only_with = has_with & ~has_without
        self._only_without = has_without & ~has_with
        kinds = np.abs(arrays.kinds)
        unnamed = np.ones(count, np.float32)
        unnamed[kinds == ord(Origin.BELOW)] = _UNSAID_TERM
        unnamed[kinds == ord(Origin.TABLE)] = 0.0
        self._unnamed = unnamed
        prior = np.full(count, _BEST, np.float32)
        prior[arrays.kinds < 0] *= _EXTERNAL
        prior[(kinds == ord(Kind.MEDICATION)) | (kinds == ord(Kind.NOTHING))] = 0.0
        self._prior = prior

    def best(self, content: Sequence[str], most: int) -> tuple[tuple[int, float], ...]:
        """Row ids (from 1) and scores in [0, 0.97] of the phrases most like a query's stems.

        The score is the weighted harmonic mean of the shares of the query's and of the phrase's
        idf weight in the words that they share.
        """
        known = [self._number[w] for w in dict.fromkeys(content) if w in self._number]
        if not known:
            return ()
        whole = sum(self._weight(w) for w in dict.fromkeys(content))
        said = np.zeros(len(self._first), np.float32)
        covered = np.zeros(len(self._first), np.float32)
        for word in known:
            span = slice(self._starts[word], self._starts[word + 1])
            holders = self._phrases[span]
            said[holders] += self._of_word[word]
            covered[holders] += self._weights[span]
        rows = np.flatnonzero(said >= _LEAST_OF_QUERY * whole)
        of_query = said[rows] / whole
        of_phrase = np.minimum(covered[rows] / self._total[rows], 1.0)
        score = self._prior[rows] / (
            _QUERY_SHARE / of_query + (1 - _QUERY_SHARE) / np.maximum(of_phrase, 1e-9)
        )
        if len(rows) > 8 * most:
            near = np.argpartition(-score, 8 * most)[: 8 * most]
            rows, score = rows[near], score[near]
        score *= self._assumed(rows, set(content), np.array(known, np.int32))
        order = np.lexsort((rows, -score))[:most]
        return tuple((int(rows[n]) + 1, float(score[n])) for n in order if score[n] > 0)

    def _assumed(
        self, rows: NDArray[np.intp], content: set[str], known: Array
    ) -> NDArray[np.float32]:
        """Factors for what phrases take for granted that was not said."""
        factor = np.where(np.isin(self._first[rows], known), 1.0, self._unnamed[rows])
        granted = self._taken_for_granted[rows].copy()
        for word in self._decisive & content:
            granted -= np.isin(rows, self._holders(word))
        factor[granted > 0] *= _UNSAID
        if _OTHER not in content:
            factor[self._other[rows]] *= _UNSAID_OTHER
        if (_WITH in content) != (_WITHOUT in content):
            contrary = self._only_without if _WITH in content else self._only_with
            factor[contrary[rows]] *= _CONTRARY
        return factor.astype(np.float32)

    def _holders(self, word: str) -> Array:
        place = self._number[word]
        return self._phrases[self._starts[place] : self._starts[place + 1]]

    def _counts(self, words: Iterable[str]) -> Array:
        """How many of the words each phrase has."""
        counts = np.zeros(len(self._first), np.int32)
        for word in words:
            if word in self._number:
                counts[self._holders(word)] += 1
        return counts

    def _weight(self, word: str) -> float:
        place = self._number.get(word)
        if place is not None:
            return float(self._of_word[place])
        return self._unknown * (_LIGHT_WEIGHT if word in _LIGHT else 1.0)
