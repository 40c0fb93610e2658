"""A projection in which pieces of one voice lie together: linear discriminant analysis."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asr.embedding import SHORTEST_FRAMES, statistics
from recipes.train_speaker_embedding.bank import Bank

SHRINKAGE = 0.1
"""Share of the covariance within voices that is taken for its diagonal."""
PIECE_FRAMES = (100, 300)


@dataclass(frozen=True, slots=True)
class Discriminant:
    """`projection` (inputs, axes), scaled to variance 1 within a voice; `offset` (axes,)."""

    projection: NDArray[np.float32]
    offset: NDArray[np.float32]


def examples(bank: Bank, rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Statistics of pieces of 1 to 3 s of all versions, shape (pieces, 69); whose they are."""
    vectors, voices = [], []
    for row, voice in enumerate(bank.voices):
        version = bank.frames[bank.starts[row] : bank.starts[row + 1]]
        first = 0
        while first + SHORTEST_FRAMES <= len(version):
            length = int(rng.integers(*PIECE_FRAMES))
            piece = version[first : first + length].astype(np.float32)
            if len(piece) >= PIECE_FRAMES[0] * 4 // 5:
                vectors.append(statistics(piece))
                voices.append(voice)
            first += length
    return np.array(vectors, np.float64), np.array(voices)


def discriminant(
    vectors: NDArray[np.float64], voices: NDArray[np.int64], axes: int
) -> Discriminant:
    """The axes along which voices differ most, as against pieces of one voice."""
    count = int(voices.max()) + 1
    means = np.stack([vectors[voices == voice].mean(axis=0) for voice in range(count)])
    within = np.cov((vectors - means[voices]).T)
    within = (1 - SHRINKAGE) * within + SHRINKAGE * np.diag(np.diag(within))
    whiten = np.linalg.cholesky(np.linalg.inv(within))
    spread, directions = np.linalg.eigh(whiten.T @ np.cov(means.T) @ whiten)
    projection = whiten @ directions[:, np.argsort(-spread)[:axes]]
    offset = vectors.mean(axis=0) @ projection
    return Discriminant(projection.astype(np.float32), offset.astype(np.float32))
