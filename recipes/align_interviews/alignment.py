"""A transcript laid along its recording, twice, with what the two runs agree on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recipes.align_interviews.acoustics import Acoustics
from recipes.align_interviews.anchors import Stretch
from recipes.align_interviews.chain import ChainBuilder
from recipes.align_interviews.hearing import FRAME_MS, Hit
from recipes.align_interviews.triphones import Triphones
from recipes.align_interviews.viterbi import Costs, best_path, pause_scores, spans
from recipes.align_interviews.words import Said
from scribe.transcript import Role

AGREE_MS = 300
"""Two runs agree on a word if its start as well as its end differ by no more."""
RECOGNISED_MS = 500
"""The recogniser contradicts a word if it heard it further away than this."""
LEAST_SCORE = -9.0
"""Mean score a frame, in nats below the best state, of a word that may have been said."""
GUESS_MS = 300
"""The longest that a word without a place is guessed to last."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word was found, times in ms; `score` in nats a frame below the best state."""

    start_ms: int
    end_ms: int
    score: float


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the transcript with its times; `sure` if the evidence agrees on them."""

    text: str
    start_ms: int
    end_ms: int
    role: Role
    turn: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Aligner:
    """The acoustic model with what it takes to follow a transcript."""

    triphones: Triphones
    acoustics: Acoustics

    def align(
        self, words: Sequence[Said], cepstra: Floats, parts: Sequence[Stretch], costs: Costs
    ) -> dict[int, Place]:
        """Places by word. `cepstra` has shape (frames, 13); each part's own mean is removed."""
        found: dict[int, Place] = {}
        for part in parts:
            first = part.start_ms // FRAME_MS
            piece = cepstra[first : part.end_ms // FRAME_MS]
            scores = self.acoustics.scores(piece - piece.mean(axis=0))
            chain = ChainBuilder(self.triphones).chain(words[part.first : part.end])
            pause = pause_scores(scores, self.triphones, costs)
            path = best_path(chain, scores[:, chain.senone], pause, costs)
            for word, placed in spans(path).items():
                found[part.first + word] = Place(
                    (first + placed.start) * FRAME_MS, (first + placed.end) * FRAME_MS, placed.score
                )
        return found


def levelled(cepstra: Floats, words: Sequence[Said], places: Mapping[int, Place]) -> Floats:
    """The cepstra without the mean of whoever speaks, as far as the places tell.

    A speaker's mean is that of the frames from the first word to the last of their turns; the
    frames between two turns go to the nearer one.
    """
    turns: dict[int, list[int]] = {}
    for index, place in places.items():
        frames = [place.start_ms // FRAME_MS, place.end_ms // FRAME_MS]
        turns.setdefault(words[index].turn, []).extend(frames)
    role_of_turn = {word.turn: word.role for word in words}
    nearest = np.full(len(cepstra), np.inf)
    owner = np.zeros(len(cepstra), np.int64)
    roles = tuple(dict.fromkeys(word.role for word in words))
    frame = np.arange(len(cepstra))
    inside: list[NDArray[np.bool_]] = [np.zeros(len(cepstra), np.bool_) for _ in roles]
    for turn, ends in turns.items():
        start, end = min(ends), max(ends)
        distance = np.maximum(np.maximum(start - frame, frame - end + 1), 0)
        role = roles.index(role_of_turn[turn])
        owner[distance < nearest] = role
        nearest = np.minimum(nearest, distance)
        inside[role][start:end] = True
    means = np.array([cepstra[mask].mean(axis=0) for mask in inside if mask.any()])
    if len(means) < len(roles):
        return cepstra
    found: Floats = (cepstra - means[owner]).astype(np.float32)
    return found


def labels(
    words: Sequence[Said],
    first: Mapping[int, Place],
    second: Mapping[int, Place],
    heard: Mapping[int, Hit],
) -> tuple[Label, ...]:
    """Every word with its times: those of the second run, else of the first, else a guess."""
    known = {**first, **second}
    found: list[Label] = []
    for index, word in enumerate(words):
        place = known.get(index)
        sure = agreed(first.get(index), second.get(index), heard.get(index))
        start_ms, end_ms = (place.start_ms, place.end_ms) if place else guess(words, known, index)
        found.append(Label(word.text, start_ms, end_ms, word.role, word.turn, sure))
    return tuple(found)


def agreed(first: Place | None, second: Place | None, heard: Hit | None) -> bool:
    if first is None or second is None or second.score < LEAST_SCORE:
        return False
    if heard is not None and abs(heard[1] - second.start_ms) > RECOGNISED_MS:
        return False
    apart = max(abs(first.start_ms - second.start_ms), abs(first.end_ms - second.end_ms))
    return apart <= AGREE_MS


def guess(words: Sequence[Said], known: Mapping[int, Place], index: int) -> tuple[int, int]:
    """Times for a word without a place: in the gap it falls in, next to its own turn's words."""
    before, after = index - 1, index + 1
    while before >= 0 and before not in known:
        before -= 1
    while after < len(words) and after not in known:
        after += 1
    low = known[before].end_ms if before >= 0 else 0
    high = max(low, known[after].start_ms) if after < len(words) else low + GUESS_MS
    step = min(GUESS_MS, (high - low) // (after - before - 1))
    if before >= 0 and words[before].turn == words[index].turn:
        start = low + (index - before - 1) * step
    else:
        start = high - (after - index) * step
    return start, start + step
