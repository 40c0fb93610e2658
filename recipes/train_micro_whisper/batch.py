"""Examples padded to one size, made by processes of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from recipes.train_micro_whisper.example import IGNORED, Example
from recipes.train_micro_whisper.examples import Examples, Mix, batches
from recipes.train_micro_whisper.mel import BINS

EMPTY_FRAME = 0.0
PREFETCHED = 6
SEED_STEP = 1_000_003
"""Between the seeds of processes that make batches."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Sizes are (batch, ...): features (batch, 80, frames) float32, all else int64; see Example."""

    features: Tensor
    tokens: Tensor
    targets: Tensor
    spans: Tensor
    letters: Tensor
    letter_counts: Tensor
    phones: Tensor

    def to(self, device: torch.device) -> "Batch":
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


def collate(examples: list[Example]) -> Batch:
    """Pads: frames with 0.0, as faster-whisper does; everything else is ignored."""
    frames = max(len(e.features) for e in examples)
    frames += frames % 2
    places = max(len(e.tokens) for e in examples)
    letters = max(1, *(len(e.letters) for e in examples), 1)
    size = len(examples)
    features = np.full((size, BINS, frames), EMPTY_FRAME, dtype=np.float32)
    tokens = np.zeros((size, places), dtype=np.int64)
    targets = np.full((size, places), IGNORED)
    spans = np.full((size, places, 2), -1)
    spelled = np.zeros((size, letters), dtype=np.int64)
    phones = np.full((size, frames // 2), IGNORED)
    for i, e in enumerate(examples):
        features[i, :, : len(e.features)] = e.features.T
        tokens[i, : len(e.tokens)] = e.tokens
        targets[i, : len(e.targets)] = e.targets
        spans[i, : len(e.spans)] = e.spans
        spelled[i, : len(e.letters)] = e.letters
        phones[i, : len(e.phones)] = e.phones
    counts = np.array([len(e.letters) for e in examples])
    arrays = (features, tokens, targets, spans, spelled, counts, phones)
    return Batch(*map(torch.from_numpy, arrays))


class _Stream(IterableDataset[Batch]):
    def __init__(self, examples: Examples, seed: int, mix: Mix, batch_s: float) -> None:
        self._examples, self._seed, self._mix, self._batch_s = examples, seed, mix, batch_s

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        rng = np.random.default_rng(self._seed + SEED_STEP * (worker.id if worker else 0))
        for batch in batches(self._examples, rng, self._mix, self._batch_s):
            yield collate(batch)


def stream(
    examples: Examples, seed: int, mix: Mix, batch_s: float, workers: int = 1
) -> Iterator[Batch]:
    """Batches without end, made by so many processes; by none of their own if 0."""
    dataset = _Stream(examples, seed, mix, batch_s)
    prefetched = PREFETCHED if workers else None
    loader = DataLoader(dataset, batch_size=None, num_workers=workers, prefetch_factor=prefetched)
    return iter(loader)
