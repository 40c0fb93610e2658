"""How likely each word of a clause is in the clinician's section, by trained weights.

A logistic regression, trained by recipes/train_snippet, where its figures are.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from notegen.clause_labels import labels
from notegen.clauses import Clause
from notegen.headers import Header
from notegen.register import joined_initials
from notegen.word_vectors import word_vectors
from scribe.transcript import Role, Utterance

BUCKETS = 1 << 17
TIMES = 3
"""A word is promised once, twice and so often; more seldom than that from there on."""
_WORD = re.compile(r"[a-z0-9]+")
_FORMAL_TEXT = """\
    a an the of and or to in on at for with from by as is was are were be been has have had do
    does did not no he she they it his her their him them this that these those i you your my we
    our us who which when where there any some but if so than then about into over after before
    patient"""
_FORMAL = frozenset(_FORMAL_TEXT.split())


@dataclass(frozen=True, slots=True)
class Told:
    """How often each word was said, by the clinician and by the others."""

    clinician: Counter[str]
    others: Counter[str]


def told(utterances: Sequence[Utterance]) -> Told:
    clinician, others = Counter[str](), Counter[str]()
    for utterance in utterances:
        counter = clinician if utterance.role is Role.CLINICIAN else others
        counter.update(tokens(joined_initials(utterance.text)))
    return Told(clinician, others)


def tokens(text: str) -> tuple[str, ...]:
    """The words as ROUGE counts them."""
    return tuple(_WORD.findall(text.lower()))


def is_formal(word: str) -> bool:
    """Whether it is one of the words that hold a sentence together."""
    return word in _FORMAL


def word_buckets(
    clauses: Sequence[Clause], header: Header, told: Told, length: float
) -> list[list[tuple[NDArray[np.int64], ...]]]:
    """Of each word of each clause TIMES arrays of buckets: those of its being there so often.

    `length` is how many words the section is predicted to have.
    """
    having = Counter(word for c in clauses for word in set(tokens(c.text)))
    size = min(int(math.log2(length + 1) * 1.5), 8)
    return [_clause(c, header, told, having, len(clauses), size) for c in clauses]


def _clause(
    clause: Clause, header: Header, told: Told, having: Counter[str], count: int, size: int
) -> list[tuple[NDArray[np.int64], ...]]:
    words = tokens(clause.text)
    shared = [
        *(f"c {label}" for label in labels(clause, header, count)),
        f"c L{size} {min(10, -(-len(words) // 3))}",
        f"c {header} n{len(clause.evidence)}",
    ]
    of_clause = [_hash(label) for label in shared]
    found: list[tuple[NDArray[np.int64], ...]] = []
    for n, word in enumerate(words):
        before = words[n - 1] if n else "^"
        after = words[n + 1] if n + 1 < len(words) else "$"
        once = [*of_clause, *map(_hash, _around(clause, header, told, before, word, after))]
        kind, many = _kind(word), min(having[word], 6)
        once += [
            _hash(label)
            for label in (
                f"{kind} in{many}",
                f"{kind} pos{min(n, 5)}",
                f"{kind} rest{min(len(words) - n, 4)}",
                f"{kind} c{min(told.clinician[word] + told.others[word], 8)} L{size}",
            )
        ]
        said = min(told.clinician[word] + told.others[word], 6)
        found.append(
            tuple(
                np.array([*once, *map(_hash, _time(word, kind, header, many, said, size, k))])
                for k in range(1, TIMES + 1)
            )
        )
    return found


def _around(
    clause: Clause, header: Header, told: Told, before: str, word: str, after: str
) -> tuple[str, ...]:
    kind, form = _kind(word), clause.form.value
    by = f"d{min(told.clinician[word], 3)}{min(told.others[word], 3)}"
    return (
        f"b {before} {word}",
        f"b {word} {after}",
        f"{header} f{form} {kind}",
        f"f{form} {word}",
        f"{kind} {by}",
        f"{header} {kind} {by}",
        f"{kind} pl{int(clause.place * 4)} {header}",
        f"len{len(word)} {kind}",
        f"suf{word[-3:]}",
        f"{kind} p {before if is_formal(before) else 'x'}",
        f"{kind} n {after if is_formal(after) else 'x'}",
        f"{header} p {before}",
    )


def _time(
    word: str, kind: str, header: Header, many: int, said: int, size: int, k: int
) -> list[str]:
    found = [
        f"k{k} {word}",
        f"k{k} {header}{word}",
        f"k{k} {kind}{header}",
        f"k{k} {kind} L{size}",
        f"k{k} {kind} L{size} {header}",
        f"k{k} {kind} in{many}",
        f"k{k} {kind} t{said}",
    ]
    if is_formal(word):
        return [*found, f"k{k} {word} L{size}"]
    return [
        *found,
        *(
            label
            for first in _DIRECTIONS
            for sense in (word_vectors().sense(word, first, _SENSES),)
            for label in (f"k{k} v{first} {sense}", f"k{k} {header} v{first} {sense}")
        ),
    ]


_SENSES = 6
_DIRECTIONS = (0, 6, 12)
"""A word's sense is told by so many of the main directions from each of these on."""


def _kind(word: str) -> str:
    if is_formal(word):
        return "S"
    return "D" if word[0].isdigit() else "C"


def _hash(label: str) -> int:
    return zlib.crc32(label.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class WordWorth:
    """Weights (BUCKETS,) with an offset."""

    weights: NDArray[np.float32]
    offset: float

    def promises(
        self, clauses: Sequence[Clause], header: Header, told: Told, length: float
    ) -> tuple[NDArray[np.float64], ...]:
        """Of each clause (words, TIMES): how likely the section has the word k times or more."""
        return tuple(self.likely(found) for found in word_buckets(clauses, header, told, length))

    def likely(self, found: Sequence[Sequence[NDArray[np.int64]]]) -> NDArray[np.float64]:
        """Shape (words, TIMES)."""
        sums = [[float(self.weights[v].sum()) for v in times] for times in found]
        margins = np.asarray(sums, dtype=np.float64).reshape(-1, TIMES) + self.offset
        return np.asarray(1 / (1 + np.exp(-margins)), dtype=np.float64)
