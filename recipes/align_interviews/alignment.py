"""A transcript laid along its recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recipes.align_interviews.acoustics import Acoustics
from recipes.align_interviews.anchors import Stretch
from recipes.align_interviews.chain import ChainBuilder
from recipes.align_interviews.hearing import FRAME_MS
from recipes.align_interviews.triphones import Triphones
from recipes.align_interviews.viterbi import Costs, best_path, pause_scores, spans
from recipes.align_interviews.words import Said
from scribe.transcript import Role

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word was found, times in ms; `score` in nats a frame below the best state."""

    start_ms: int
    end_ms: int
    score: float


@dataclass(frozen=True, slots=True)
class Aligner:
    """The acoustic model with what it takes to follow a transcript."""

    triphones: Triphones
    acoustics: Acoustics

    def align(
        self,
        words: Sequence[Said],
        cepstra: Floats,
        parts: Sequence[Stretch],
        costs: Costs,
        voices: Floats | None = None,
    ) -> dict[int, Place]:
        """Places by word. `cepstra` has shape (frames, 13); each part's own mean is removed.

        `voices`, shape (frames,), is added to the scores of the clinician's words and subtracted
        from those of the others.
        """
        found: dict[int, Place] = {}
        for part in parts:
            first = part.start_ms // FRAME_MS
            piece = cepstra[first : part.end_ms // FRAME_MS]
            scores = self.acoustics.scores(piece - piece.mean(axis=0))
            chain = ChainBuilder(self.triphones).chain(words[part.first : part.end])
            pause = pause_scores(scores, self.triphones, costs)
            sound = scores[:, chain.senone]
            if voices is not None:
                roles = [word.role for word in words[part.first : part.end]]
                signs = np.where(np.array(roles) == Role.CLINICIAN, 1, -1).astype(np.float32)
                sound += voices[first : first + len(sound), None] * signs[chain.word]
            path = best_path(chain, sound, pause, costs)
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
