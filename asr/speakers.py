"""Groups the voices of a recording into at most two speakers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.embedding import Vector

Points = NDArray[np.float32]
Numbers = NDArray[np.float64]

MAX_WEIGHT_S = 2.0
MIN_SPEAKER_S = 1.0
"""A second speaker needs this much speech: a cough or a laugh is none."""
NOISE = 48.0
"""How much the squared distance of two means grows by chance, times the seconds heard of each."""
SPLIT_DISTANCE = 28.0
"""Squared distance beyond chance at which two groups are two speakers (recipes/train_voices)."""
JOIN_DISTANCE = 14.0
"""Two speakers become one again only below this, so that they do not come and go."""
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Voice:
    """A piece of speech: its place in `VoiceSpace`, None if too short to tell; its length."""

    point: Vector | None
    length_ms: int

    @property
    def weight_s(self) -> float:
        return 0.0 if self.point is None else min(self.length_ms / 1000, MAX_WEIGHT_S)


class SpeakerClusters:
    """The speakers of one recording; all voices are grouped anew whenever some are added.

    Speaker 0 is the first to speak. Numbers stay with the voices when groups change. Memory: one
    small vector per two seconds of speech.
    """

    def __init__(self, axes: int) -> None:
        self._points: Points = np.empty((0, axes), np.float32)
        self._weights: Numbers = np.empty(0)
        self._means: Numbers = np.zeros((0, axes))

    @property
    def speakers(self) -> int:
        """How many speakers were heard: 0, 1 or 2."""
        return len(self._means)

    @property
    def voices(self) -> int:
        """How many voices were added."""
        return len(self._weights)

    def add(self, voices: tuple[Voice, ...]) -> None:
        """Hear more voices, in the order of time."""
        blank = np.zeros(self._points.shape[1], np.float32)
        fresh = [blank if voice.point is None else voice.point for voice in voices]
        self._points = np.concatenate((self._points, np.array(fresh).reshape(-1, len(blank))))
        weights = np.array([voice.weight_s for voice in voices], np.float64)
        self._weights = np.concatenate((self._weights, weights))
        if self._weights.any():
            self._means = self._grouped()

    def costs(self) -> Numbers:
        """Negative log likelihood of every voice with every speaker, shape (voices, speakers)."""
        apart = _squared_distances(self._points.astype(np.float64), self._means)
        return np.asarray(self._weights[:, np.newaxis] * apart / 2)

    def _grouped(self) -> Numbers:
        heard = self._weights > 0
        points, weights = self._points[heard].astype(np.float64), self._weights[heard]
        one = np.average(points, axis=0, weights=weights)[np.newaxis]
        starts = [_apart(points, weights)]
        if self.speakers == 2:
            starts.append(self._means)
        found = [_two_means(points, weights, start) for start in starts]
        two = min(found, key=lambda means: _spread(points, weights, means))
        needed = JOIN_DISTANCE if self.speakers == 2 else SPLIT_DISTANCE
        if _distance_beyond_chance(points, weights, two) < needed:
            return one
        return self._numbered(points, two)

    def _numbered(self, points: Numbers, two: Numbers) -> Numbers:
        """In the order that agrees with the numbers so far, at first with who spoke first."""
        if self.speakers == 2:
            straight = np.square(two - self._means).sum()
            swapped = np.square(two[::-1] - self._means).sum()
            return two if straight <= swapped else two[::-1]
        return two if _nearest(points[:1], two)[0] == 0 else two[::-1]


def _squared_distances(points: Numbers, means: Numbers) -> Numbers:
    """Of every point from every mean, shape (points, means).

    A loop over the few means: differences of all pairs at once take an array of three dimensions,
    and a matrix product its own threads, which in a session of hours is what the time goes to.
    """
    found = np.empty((len(points), len(means)))
    for column, mean in zip(found.T, means, strict=True):
        difference = points - mean
        np.einsum("ij,ij->i", difference, difference, out=column)
    return found


def _nearest(points: Numbers, means: Numbers) -> NDArray[np.intp]:
    return np.asarray(_squared_distances(points, means).argmin(axis=1))


def _spread(points: Numbers, weights: Numbers, means: Numbers) -> float:
    return float((_squared_distances(points, means).min(axis=1) * weights).sum())


def _apart(points: Numbers, weights: Numbers) -> Numbers:
    """Two first means: one standard deviation either way along the widest direction."""
    middle = np.average(points, axis=0, weights=weights)
    centred = (points - middle) * np.sqrt(weights / weights.sum())[:, np.newaxis]
    spread, directions = np.linalg.eigh(centred.T @ centred)
    step = directions[:, -1] * np.sqrt(max(spread[-1], 0))
    # The sign of an eigenvector is arbitrary: fix it, results must not depend on the library.
    step *= np.sign(step[np.abs(step).argmax()]) or 1.0
    return np.stack((middle - step, middle + step))


def _two_means(points: Numbers, weights: Numbers, means: Numbers) -> Numbers:
    """Lloyd's algorithm for two weighted groups."""
    nearest = _nearest(points, means)
    for _ in range(ROUNDS):
        if not 0 < nearest.sum() < len(nearest):
            break
        groups = [nearest == number for number in (0, 1)]
        means = np.stack([np.average(points[g], axis=0, weights=weights[g]) for g in groups])
        previous, nearest = nearest, _nearest(points, means)
        if (nearest == previous).all():
            break
    return means


def _distance_beyond_chance(points: Numbers, weights: Numbers, means: Numbers) -> float:
    """Squared distance of the means less what so little speech makes of one voice by chance."""
    nearest = _nearest(points, means)
    heard_s = np.array([weights[nearest == number].sum() for number in (0, 1)])
    if heard_s.min() < MIN_SPEAKER_S:
        return 0.0
    return float(np.square(means[0] - means[1]).sum() - NOISE * (1 / heard_s).sum())
