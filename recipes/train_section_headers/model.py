"""The linear model behind `notegen.headers`, with its calibration."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.svm import LinearSVC

from notegen.headers import (
    ALL,
    ASKED,
    BUCKETS,
    HEADERS,
    OPENING,
    Counted,
    Frequencies,
    Header,
    softmax,
    vector,
)
from notegen.ngrams import inverse_frequency

_STEPS = 127
"""Weights are kept in whole steps of a 127th of the largest of their header."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How the machine is trained.

    cost: the C of scikit-learn's LinearSVC. balance: 0 counts each dialogue the same, 1 each
    header. written: the weight of the clinician's own sections as further examples.
    """

    cost: float = 0.6
    balance: float = 1.0
    written: float = 0.7


@dataclass(frozen=True, slots=True)
class Trained:
    """Weights (headers, BUCKETS), offsets (headers,), with the frequencies they go with."""

    weights: NDArray[np.float64]
    offsets: NDArray[np.float64]
    frequencies: Frequencies


def frequencies(dialogues: Sequence[Counted]) -> Frequencies:
    """How rare each bucket is among the dialogues trained on."""
    return Frequencies(
        inverse_frequency([d.everything for d in dialogues], ALL),
        inverse_frequency([d.asked for d in dialogues], ASKED),
        inverse_frequency([d.opening for d in dialogues], OPENING),
    )


def matrix(dialogues: Sequence[Counted], rarity: Frequencies) -> csr_matrix:
    """Shape (dialogues, BUCKETS)."""
    rows = [vector(d, rarity) for d in dialogues]
    return csr_matrix(
        (
            np.concatenate([r.values for r in rows]),
            np.concatenate([r.buckets for r in rows]),
            np.cumsum([0, *(len(r.buckets) for r in rows)]),
        ),
        shape=(len(rows), BUCKETS),
    )


def train(
    dialogues: Sequence[Counted],
    sections: Sequence[Counted],
    headers: Sequence[Header],
    strength: Strength,
) -> Trained:
    """Trains on dialogues and the sections written of them, each under the same header."""
    rarity = frequencies(dialogues)
    numbers = np.array([HEADERS.index(h) for h in headers])
    counts = np.bincount(numbers, minlength=len(HEADERS))
    found = matrix(dialogues, rarity)
    importance = np.ones(len(numbers))
    if strength.written:
        found = vstack([found, matrix(sections, rarity)]).tocsr()
        importance = np.concatenate([importance, np.full(len(numbers), strength.written)])
        numbers = np.concatenate([numbers, numbers])
    balance = {
        n: (len(headers) / (len(HEADERS) * c)) ** strength.balance
        for n, c in enumerate(counts)
        if c
    }
    machine = LinearSVC(C=strength.cost, class_weight=balance, random_state=0)
    machine.fit(found, numbers, sample_weight=importance)
    weights = np.zeros((len(HEADERS), BUCKETS))
    offsets = np.full(len(HEADERS), -9.0)  # a header that was never seen
    weights[machine.classes_], offsets[machine.classes_] = machine.coef_, machine.intercept_
    return Trained(weights, offsets, rarity)


def margins(trained: Trained, dialogues: Sequence[Counted]) -> NDArray[np.float64]:
    """Shape (dialogues, headers)."""
    return np.asarray(matrix(dialogues, trained.frequencies) @ trained.weights.T + trained.offsets)


def sharpness(found: NDArray[np.float64], headers: Sequence[Header]) -> float:
    """The factor on margins with which their softmax loses least on dialogues held out."""
    right = np.array([HEADERS.index(h) for h in headers])
    tried = np.geomspace(0.5, 20, 75)
    lost = [-np.log(softmax(t * found)[np.arange(len(right)), right]).mean() for t in tried]
    return float(tried[int(np.argmin(lost))])


def calibration_error(
    found: NDArray[np.float64], headers: Sequence[Header], bins: int = 10
) -> float:
    """Expected calibration error of the likeliest header, in percent (Guo et al. 2017)."""
    confidence = found.max(axis=1)
    right = np.array([HEADERS[n] is h for n, h in zip(found.argmax(axis=1), headers, strict=True)])
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs((right - confidence)[place == b].sum()) for b in range(bins)]
    return 100 * float(sum(gaps)) / len(right)


def write(file: Path, trained: Trained, factor: float) -> None:
    """The arrays that `notegen.headers.HeaderClassifier` reads."""
    scale = np.abs(trained.weights).max(axis=1) / _STEPS
    scale[scale == 0] = 1
    steps = np.rint(trained.weights / scale[:, None]).astype(np.int8)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        weights=steps,
        scale=scale.astype(np.float32),
        offsets=trained.offsets.astype(np.float32),
        sharpness=np.float32(factor),
        everything=trained.frequencies.everything.astype(np.float16),
        asked=trained.frequencies.asked.astype(np.float16),
        opening=trained.frequencies.opening.astype(np.float16),
    )
