"""Whose voice each 10 ms resembles, learnt from a first alignment of the same recording."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from recipes.align_interviews.alignment import Floats, Place
from recipes.align_interviews.hearing import FRAME_MS
from recipes.align_interviews.words import Said
from scribe.transcript import Role

HALF_WINDOW = 15
"""Frames to either side over which a voice is described."""
SHRINKAGE = 0.1
MOST = 1.0
STEEPNESS = 0.25
"""Evidence in nats a frame: a quarter of the log-odds, at most one."""
LEAST_FRAMES = 300
"""Below three seconds of either voice nothing is learnt."""


def evidence(
    cepstra: Floats, words: Sequence[Said], places: Mapping[int, Place]
) -> NDArray[np.float32]:
    """Shape (frames,): above zero where the clinician's voice is likelier than the other.

    Linear discriminant analysis of the means with the deviations of the cepstra around a frame.
    """
    described = windows(cepstra)
    clinician = np.zeros(len(cepstra), np.bool_)
    other = np.zeros(len(cepstra), np.bool_)
    for index, place in places.items():
        mask = clinician if words[index].role is Role.CLINICIAN else other
        mask[place.start_ms // FRAME_MS : place.end_ms // FRAME_MS] = True
    if min(clinician.sum(), other.sum()) < LEAST_FRAMES:
        return np.zeros(len(cepstra), np.float32)
    ours, theirs = described[clinician], described[other]
    spread = (np.cov(ours.T) + np.cov(theirs.T)) / 2
    spread = (1 - SHRINKAGE) * spread + SHRINKAGE * np.diag(np.diag(spread))
    axis = np.linalg.solve(spread, ours.mean(axis=0) - theirs.mean(axis=0))
    middle = (ours.mean(axis=0) + theirs.mean(axis=0)) / 2
    odds = (described - middle) @ axis
    found: Floats = np.clip(odds * STEEPNESS, -MOST, MOST).astype(np.float32)
    return found


def windows(cepstra: Floats) -> NDArray[np.float64]:
    """Shape (frames, 26): mean with standard deviation of the cepstra around each frame."""
    frame = np.arange(len(cepstra))
    low = np.maximum(frame - HALF_WINDOW, 0)
    high = np.minimum(frame + HALF_WINDOW + 1, len(cepstra))
    size = (high - low)[:, None]

    def summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.concatenate((np.zeros((1, values.shape[1])), values.cumsum(axis=0)))
        found: NDArray[np.float64] = total[high] - total[low]
        return found

    centred = cepstra.astype(np.float64) - cepstra.mean(axis=0)
    mean = summed(centred) / size
    deviation = np.sqrt(np.maximum(summed(centred**2) / size - mean**2, 0))
    return np.concatenate((mean, deviation), axis=1)
