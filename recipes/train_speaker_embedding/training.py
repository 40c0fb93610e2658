"""The training loop: by the clock, resumable."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from recipes.train_speaker_embedding.bank import Bank
from recipes.train_speaker_embedding.network import MarginLoss, Size, VoiceNetwork

PIECES = 80
SHORTEST_FRAMES, LONGEST_FRAMES = 80, 300
"""Pieces of 0.8 to 3 s, as they occur in a conversation."""
PEAK_RATE = 2e-3
DECAY = 2e-2
MARGIN = 0.2
WARM_UP = 0.05
"""Share of the time in which the rate rises; the margin is there from three times that on."""
REPORT_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training is."""

    elapsed_s: float
    steps: int
    loss: float


def pieces(bank: Bank, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """A batch: frames (pieces, frames, 64) without their mean, and whose they are (pieces,)."""
    length = int(rng.integers(SHORTEST_FRAMES, LONGEST_FRAMES + 1))
    size = max(24, PIECES * 150 // length)
    rows = rng.integers(len(bank.voices), size=size)
    found = np.stack([_piece(bank, int(row), length, rng) for row in rows])
    return torch.from_numpy(found), torch.from_numpy(bank.voices[rows])


def _piece(bank: Bank, row: int, length: int, rng: np.random.Generator) -> NDArray[np.float32]:
    first, end = int(bank.starts[row]), int(bank.starts[row + 1])
    start = int(rng.integers(first, max(first + 1, end - length)))
    piece = bank.frames[start : min(start + length, end)].astype(np.float32)
    if len(piece) < length:
        piece = np.resize(piece, (length, piece.shape[1]))
    piece -= piece.mean(axis=0)
    if rng.random() < 0.3:
        band, width = int(rng.integers(piece.shape[1])), int(rng.integers(2, 10))
        piece[:, band : band + width] = 0
    return piece


def train(
    bank: Bank,
    size: Size,
    minutes: float,
    checkpoint: Path,
    device: str,
    seed: int,
    report: Callable[[Progress], None],
    report_every_s: float = REPORT_EVERY_S,
) -> VoiceNetwork:
    """Train for so many minutes in all; goes on from the checkpoint if there is one."""
    torch.manual_seed(seed)
    network = VoiceNetwork(size).to(device)
    loss_of = MarginLoss(size.axes, bank.voice_count).to(device)
    learnt = [*network.parameters(), *loss_of.parameters()]
    optimizer = torch.optim.AdamW(learnt, lr=PEAK_RATE, weight_decay=DECAY, betas=(0.9, 0.98))
    elapsed_s, steps = 0.0, 0
    if checkpoint.is_file():
        kept = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(kept["network"])
        loss_of.load_state_dict(kept["loss"])
        optimizer.load_state_dict(kept["optimizer"])
        elapsed_s, steps = kept["elapsed_s"], kept["steps"]
    rng = np.random.default_rng([seed, steps])
    network.train()
    before, told, losses = time.monotonic() - elapsed_s, elapsed_s, []
    while (elapsed_s := time.monotonic() - before) < minutes * 60:
        done = elapsed_s / (minutes * 60)
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * _rate(done)
        frames, voices = pieces(bank, rng)
        margin = MARGIN * min(1.0, done / (3 * WARM_UP))
        loss = loss_of(network(frames.to(device)), voices.to(device), margin)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 5.0)
        optimizer.step()
        steps += 1
        losses.append(float(loss.detach()))
        if elapsed_s - told > report_every_s:
            told = elapsed_s
            report(Progress(elapsed_s, steps, float(np.mean(losses))))
            losses = []
            torch.save(
                {
                    "network": network.state_dict(),
                    "loss": loss_of.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "elapsed_s": elapsed_s,
                    "steps": steps,
                },
                checkpoint,
            )
    return network.eval().cpu()


def _rate(done: float) -> float:
    """Of the peak: a rise, then half a cosine."""
    if done < WARM_UP:
        return done / WARM_UP
    return float(0.5 + 0.5 * np.cos(np.pi * min(1.0, (done - WARM_UP) / (1 - WARM_UP)))) + 1e-3
