"""The states through which a stretch of transcript can be said."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recipes.align_interviews.triphones import (
    BEGIN,
    END,
    INSIDE,
    SILENCE,
    SINGLE,
    STATES,
    Senones,
    Triphones,
)
from recipes.align_interviews.words import Phones, Said

MOST_BEFORE = 2
"""A phone has at most two kinds of predecessor: its word's first phone has two contexts."""

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chain:
    """States of the words, all arrays of shape (states,), before them none of the pauses.

    `senone` explains a state's sound, `word` is the word it is part of. `before` has shape
    (states, 2): the states from which it is entered, -1 for none; `starts` are those entered from
    the boundary before their word. `exits` has shape (words, exits): the last states of each word,
    padded by repetition.
    """

    senone: Indices
    word: Indices
    before: Indices
    starts: NDArray[np.bool_]
    exits: Indices


class ChainBuilder:
    """Collects states; a phone is three of them."""

    def __init__(self, triphones: Triphones) -> None:
        self._triphones = triphones
        self._senone: list[int] = []
        self._word: list[int] = []
        self._before: list[tuple[int, int]] = []
        self._starts: list[bool] = []

    def chain(self, words: Sequence[Said]) -> Chain:
        """The chain of these words, each in every way with every context at its ends."""
        exits: list[list[int]] = []
        for index, word in enumerate(words):
            lefts = {SILENCE} | ({words[index - 1].ways[0][-1]} if index else set())
            rights = {SILENCE} | (
                {words[index + 1].ways[0][0]} if index + 1 < len(words) else set()
            )
            exits.append([e for way in word.ways for e in self._way(index, way, lefts, rights)])
        width = max(map(len, exits))
        return Chain(
            np.array(self._senone),
            np.array(self._word),
            np.array(self._before),
            np.array(self._starts),
            np.array([(ends * width)[:width] for ends in exits]),
        )

    def _way(self, word: int, way: Phones, lefts: set[str], rights: set[str]) -> list[int]:
        states = self._triphones.states
        if len(way) == 1:
            return [
                self._phone(word, states(SINGLE, way[0], left, right), ())
                for left, right in sorted((left, right) for left in lefts for right in rights)
            ]
        last = [
            self._phone(word, states(BEGIN, way[0], left, way[1]), ()) for left in sorted(lefts)
        ]
        for at in range(1, len(way) - 1):
            middle = states(INSIDE, way[at], way[at - 1], way[at + 1])
            last = [self._phone(word, middle, tuple(last))]
        return [
            self._phone(word, states(END, way[-1], way[-2], right), tuple(last))
            for right in sorted(rights)
        ]

    def _phone(self, word: int, senones: Senones, before: tuple[int, ...]) -> int:
        """Add a phone's states; the number of its last one. Without `before` it starts a word."""
        first = len(self._senone)
        self._senone += senones
        self._word += [word] * STATES
        entered = (*before, -1, -1)[:MOST_BEFORE]
        self._before += [(entered[0], entered[1])]
        self._before += [(first + step, -1) for step in range(STATES - 1)]
        self._starts += [not before, *[False] * (STATES - 1)]
        return first + STATES - 1
