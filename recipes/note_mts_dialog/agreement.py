"""How far labels or ranks agree."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def accuracy(gold: Sequence[str], found: Sequence[str]) -> float:
    """Share of equal labels in percent; 0 where there are none."""
    right = sum(g == f for g, f in zip(gold, found, strict=True))
    return 100 * right / len(gold) if gold else 0.0


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Mean F1 in percent over the labels that occur in either; 0 where there are none.

    What `sklearn.metrics.f1_score(average="macro")` gives.
    """
    pairs = list(zip(gold, found, strict=True))
    labels = sorted({*gold, *found})
    f1 = [
        2
        * sum(g == f == label for g, f in pairs)
        / sum((g == label) + (f == label) for g, f in pairs)
        for label in labels
    ]
    return 100 * sum(f1) / len(f1) if f1 else 0.0


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Spearman's rank correlation in [-1, 1], ties at their mean rank; 0 where all are equal."""
    a, b = _ranks(first), _ranks(second)
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale else 0.0


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    """Shape (values,): ranks from 1, equal values at the mean of their ranks."""
    _, where, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[where], dtype=np.float64)
