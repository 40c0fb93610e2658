"""The speakers of a recording, told apart by voice and by words while it goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.embedding import Vector
from asr.speaker_hmm import Grouping, Model, Numbers, Pieces

MAX_WEIGHT_S = 2.0
SHORT_S = 0.25
"""Lost to context at the edges of every piece: what is shorter tells nothing."""
GROWTH, LEAST_GROWTH_S = 0.04, 1.5
"""All is grouped anew when so much more speech was heard, as a share of it and in seconds."""
DIRECTIONS = 3
"""So many ways to split the voices in two are tried; the most likely outcome is taken."""
POWER_ROUNDS = 12
LLOYD_ROUNDS = 5
LOOK_BACK = 12
"""So many pieces before those added may change speaker between groupings."""
STAY_NATS = 3.0
"""Speakers become more or fewer only for so much evidence, so that they do not come and go."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A piece of speech: its place in `VoiceSpace`, None if too short to tell; its length.

    `change` is how likely another speaker than of the piece before begins here; `log_odds` that a
    clinician says it, by its words.
    """

    point: Vector | None
    length_ms: int
    change: float = 0.3
    log_odds: float = 0.0

    @property
    def weight(self) -> float:
        if self.point is None:
            return 0.0
        return min(max(self.length_ms / 1000 - SHORT_S, 0.05), MAX_WEIGHT_S)


class SpeakerClusters:
    """The speakers of one recording.

    Speaker 0 is the first to speak; numbers stay with the voices when groups change. Memory: one
    vector a piece. Time: all pieces are gone over again each time they have grown by a share.
    """

    def __init__(self, model: Model, max_speakers: int = 2) -> None:
        """Raises ValueError unless at least one speaker may be there."""
        if max_speakers < 1:
            raise ValueError(f"max_speakers: expected at least 1, found {max_speakers}")
        self._model, self._max_speakers = model, max_speakers
        # Of half precision, which is far below what voices scatter by: there are thousands.
        self._points = np.empty((0, len(model.between)), np.float16)
        self._centre: Numbers = np.zeros(len(model.between))
        self._weights, self._changes, self._log_odds = np.empty(0), np.empty(0), np.empty(0)
        self._shares: Numbers = np.empty((0, 1))
        self._mixed: Numbers = np.empty((0, 1))
        self._grouping: Grouping | None = None
        self._grouped_s = 0.0

    @property
    def speakers(self) -> int:
        """How many speakers were heard."""
        return 0 if self._grouping is None else self._shares.shape[1]

    @property
    def voices(self) -> int:
        """How many voices were added."""
        return len(self._weights)

    @property
    def labels(self) -> NDArray[np.intp]:
        """The likeliest speaker of every voice, shape (voices,)."""
        return np.asarray(self._shares.argmax(axis=1))

    @property
    def shares(self) -> Numbers:
        """The probability of every speaker for every voice, shape (voices, speakers)."""
        return self._shares

    @property
    def overlaps(self) -> Numbers:
        """The probability that two speak at once, for every voice, shape (voices,)."""
        return np.asarray((self._shares * self._mixed).sum(axis=1))

    @property
    def means(self) -> Numbers:
        """Where the speakers' voices lie, shape (speakers, axes), not centred."""
        if self._grouping is None:
            return np.empty((0, len(self._centre)))
        return self._grouping.means + self._centre

    @property
    def heard_s(self) -> Numbers:
        """How much was heard of each speaker, shape (speakers,)."""
        return np.asarray(self._weights @ self._shares)

    def add(self, voices: tuple[Voice, ...]) -> None:
        """Hear more voices, in the order of time."""
        if not voices:
            return
        blank = np.zeros(len(self._centre))
        fresh = [blank if voice.point is None else voice.point for voice in voices]
        self._points = np.concatenate((self._points, np.array(fresh, np.float16)))
        self._weights = np.append(self._weights, [voice.weight for voice in voices])
        self._changes = np.append(self._changes, [voice.change for voice in voices])
        self._log_odds = np.append(self._log_odds, [voice.log_odds for voice in voices])
        heard_s = float(self._weights.sum())
        if heard_s >= self._grouped_s + max(LEAST_GROWTH_S, GROWTH * self._grouped_s):
            self.regroup()
        elif self._grouping is None:
            self._shares, self._mixed = np.ones((self.voices, 1)), np.zeros((self.voices, 1))
        else:
            self._go_on(len(voices))

    def regroup(self) -> None:
        """Group all voices anew."""
        if not self._weights.any():
            return
        # The mean is what the recording itself, not a speaker, adds to all voices.
        self._centre = np.average(self._points.astype(np.float64), axis=0, weights=self._weights)
        pieces = self._pieces(0)
        found = [self._model.refined(pieces, start) for start in self._starts(pieces)]
        held = self._shares.shape[1] if self._grouping else 1
        best = max(found, key=lambda g: g.evidence + STAY_NATS * (g.shares.shape[1] == held))
        self._grouping = self._numbered(best)
        self._shares, self._mixed = self._grouping.shares, self._grouping.mixed
        self._grouped_s = float(self._weights.sum())

    def _pieces(self, first: int) -> Pieces:
        points = self._points[first:] - self._centre
        return Pieces(points, self._weights[first:], self._changes[first:], self._log_odds[first:])

    def _go_on(self, fresh: int) -> None:
        """Give the latest voices to the speakers known."""
        assert self._grouping is not None
        first = max(0, self.voices - fresh - LOOK_BACK)
        shares, mixed = self._model.assigned(self._pieces(first), self._grouping)
        self._shares = np.concatenate((self._shares[:first], shares))
        self._mixed = np.concatenate((self._mixed[:first], mixed))

    def _starts(self, pieces: Pieces) -> Iterator[Numbers]:
        """Shares to refine: one speaker, what was thought so far, splits by voice and by words."""
        count = len(pieces.weights)
        yield np.ones((count, 1))
        known = self._shares
        if known.shape[1] > 1:
            rest = np.full((count - len(known), known.shape[1]), 1 / known.shape[1])
            yield np.concatenate((known, rest))
        if not pieces.weights.any():
            return
        directions = widest(pieces)
        if self._max_speakers >= 2:
            for direction in directions:
                yield near((pieces.points @ direction > 0).astype(np.intp), 2)
        for speakers in range(3, self._max_speakers + 1):
            yield spread_out(pieces, directions[0], speakers)
        if self._max_speakers >= 2 and np.ptp(pieces.log_odds) > 0:
            clinician = 1 / (1 + np.exp(-pieces.log_odds))
            yield np.stack((clinician, 1 - clinician), axis=1)

    def _numbered(self, found: Grouping) -> Grouping:
        """Speakers in the order that agrees with the labels so far, new ones as they spoke."""
        count = found.shares.shape[1]
        labels = found.shares.argmax(axis=1)
        known = self._shares if self._grouping else self._shares[:, :0]
        together = found.shares[: len(known)].T @ (known * self._weights[: len(known), None])
        order: list[int] = []
        for number in range(min(count, known.shape[1])):
            free = [speaker for speaker in range(count) if speaker not in order]
            order.append(max(free, key=lambda speaker: together[speaker, number]))
        first_said = [np.flatnonzero(labels == speaker) for speaker in range(count)]
        others = [speaker for speaker in range(count) if speaker not in order]
        order += sorted(
            others, key=lambda s: first_said[s][0] if len(first_said[s]) else len(labels)
        )
        return found.reordered(order)


def widest(pieces: Pieces) -> Numbers:
    """Directions in which voices lie farthest apart, the first the widest, (directions, axes).

    By power iteration: a decomposition of the whole covariance takes 150 ms here, most of which
    the threads of a linear algebra library wait for each other.
    """
    scaled = pieces.points * np.sqrt(pieces.weights / pieces.weights.sum())[:, None]
    found: list[Numbers] = []
    for _ in range(DIRECTIONS):
        lengths = np.einsum("ij,ij->i", scaled, scaled)
        direction = scaled[lengths.argmax()] / (np.sqrt(lengths.max()) or 1.0)
        for _ in range(POWER_ROUNDS):
            longer = np.einsum("ij,i->j", scaled, np.einsum("ij,j->i", scaled, direction))
            direction = longer / (np.sqrt(np.square(longer).sum()) or 1.0)
        scaled = scaled - np.einsum("ij,j->i", scaled, direction)[:, None] * direction
        found.append(direction)
    return np.stack(found)


def near(labels: NDArray[np.intp], speakers: int) -> Numbers:
    """Shares (pieces, speakers) that lean to these speakers."""
    return np.asarray(0.8 * np.eye(speakers)[labels] + 0.2 / speakers)


def spread_out(pieces: Pieces, direction: Numbers, speakers: int) -> Numbers:
    """Shares (pieces, speakers) about places that lie far apart.

    Two lie either way along this direction; more are added where a long piece lies farthest from
    those there are (k-means++ without chance).
    """
    points, weights = pieces.points, pieces.weights
    spread = np.sqrt(np.average(np.square(points @ direction), weights=weights))
    places = np.stack((-spread * direction, spread * direction))
    while len(places) < speakers:
        far = _squared_distances(points, places).min(axis=1) * weights
        places = np.vstack((places, points[far.argmax()]))
    for _ in range(LLOYD_ROUNDS):
        nearest = _squared_distances(points, places).argmin(axis=1)
        for number in range(speakers):
            own = weights * (nearest == number)
            if own.any():
                places[number] = np.average(points, axis=0, weights=own)
    return near(_squared_distances(points, places).argmin(axis=1), speakers)


def _squared_distances(points: Numbers, places: Numbers) -> Numbers:
    """Of every point from every place, shape (points, places)."""
    found = np.empty((len(points), len(places)))
    for column, place in zip(found.T, places, strict=True):
        difference = points - place
        np.einsum("ij,ij->i", difference, difference, out=column)
    return found
