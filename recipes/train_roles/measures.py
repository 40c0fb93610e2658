"""How good log odds are: accuracy, calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """Of `count` guesses: the share that is right, the stated one, the error between the two."""

    count: int
    right: float
    stated: float
    calibration_error: float
    log_loss: float


def quality(log_odds: Sequence[float], true: Sequence[bool]) -> Quality:
    """Expected calibration error over ten bins of equal width of the stated confidence."""
    odds, truth = np.asarray(log_odds, float), np.asarray(true, bool)
    confidence = 1 / (1 + np.exp(-np.abs(odds)))
    right = (odds > 0) == truth
    loss = np.logaddexp(0, np.where(truth, -odds, odds))
    return Quality(
        len(odds),
        round(float(right.mean()), 4),
        round(float(confidence.mean()), 4),
        round(error(confidence, right), 4),
        round(float(loss.mean()), 4),
    )


def error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance between stated and true share of right guesses, over bins from 0.5 to 1."""
    bins = np.minimum(((confidence - 0.5) * 2 * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(confidence[bins == number].sum() - right[bins == number].sum())
            for number in range(BINS)
        )
        / len(confidence)
    )
