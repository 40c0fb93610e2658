"""Splits the words of a segment where the speaker changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scribe.transcript import Span, Word

PAUSE_MS = 150
"""Between speakers there is nearly always a gap of this length; inside words there is none."""
PIECE_MS = 2000
"""Longer pieces are cut, so that a change of speaker without a pause is found too."""
CHANGE_COST, CHANGE_COST_WITHOUT_PAUSE = 3.0, 12.0
"""What a change of speaker must gain, in nats: log odds of 20 to 1 against, 160 000 to 1."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are taken to be of one speaker, the smallest unit that a voice is taken from."""

    words: tuple[Word, ...]
    after_pause: bool

    @property
    def span(self) -> Span:
        return Span(self.words[0].start_ms, self.words[-1].end_ms)


@dataclass(frozen=True, slots=True)
class Turn:
    """Neighbouring pieces of one speaker: numbers `first` to `last` (exclusive) of the segment."""

    speaker: int
    words: tuple[Word, ...]
    first: int
    last: int


def pieces(words: tuple[Word, ...]) -> tuple[Piece, ...]:
    """Cut at every pause, and between words where a piece would become too long."""
    found: list[Piece] = []
    current: list[Word] = []
    after_pause = True
    for word in words:
        if current:
            pause = word.start_ms - current[-1].end_ms >= PAUSE_MS
            if pause or word.end_ms - current[0].start_ms > PIECE_MS:
                found.append(Piece(tuple(current), after_pause))
                current, after_pause = [], pause
        current.append(word)
    if current:
        found.append(Piece(tuple(current), after_pause))
    return tuple(found)


def speakers_of(costs: NDArray[np.float64], after_pause: tuple[bool, ...]) -> tuple[int, ...]:
    """The cheapest sequence of speakers (Viterbi).

    `costs` are negative log likelihoods, shape (pieces, speakers); a change costs extra.
    """
    count, speakers = costs.shape
    if count == 0:
        return ()
    total = costs[0]
    came_from = np.zeros((count, speakers), np.intp)
    for index in range(1, count):
        change = CHANGE_COST if after_pause[index] else CHANGE_COST_WITHOUT_PAUSE
        steps = total[:, np.newaxis] + change * (1 - np.eye(speakers))
        came_from[index] = steps.argmin(axis=0)
        total = steps.min(axis=0) + costs[index]
    path = [int(total.argmin())]
    for index in range(count - 1, 0, -1):
        path.append(int(came_from[index, path[-1]]))
    return tuple(reversed(path))


def turns(found: tuple[Piece, ...], speakers: tuple[int, ...]) -> tuple[Turn, ...]:
    """Neighbouring pieces of the same speaker as one turn."""
    joined: list[Turn] = []
    for index, (piece, speaker) in enumerate(zip(found, speakers, strict=True)):
        if joined and joined[-1].speaker == speaker:
            before = joined.pop()
            joined.append(Turn(speaker, before.words + piece.words, before.first, index + 1))
        else:
            joined.append(Turn(speaker, piece.words, index, index + 1))
    return tuple(joined)
