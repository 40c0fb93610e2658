"""The training loop: by the clock, resumable, with its gates printed as it goes."""

import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from recipes.train_micro_whisper.batch import Batch, stream
from recipes.train_micro_whisper.examples import EASY, Examples, Mix
from recipes.train_micro_whisper.losses import Losses, losses
from recipes.train_micro_whisper.model import MicroWhisper
from recipes.train_micro_whisper.muon import Muon

LEARNING_RATE = 1.5e-3
MATRIX_RATE = 4e-3
"""Muon's, for the matrices of the layers; an orthogonal step of it moves weights by 0.2 of that."""
CLIP = 1.0
WEIGHT_DECAY = 0.02
AVERAGE = 0.999
WARM_UP_STEPS = 200
LEAST_RATE = 0.02
"""Of the rates, at the end."""
REPORT_STEPS = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how; `minutes` in all.

    For the first `encoder_share` of them the encoder is trained alone, and until `easy_share` most
    examples are single sentences without noise. In the first `head_steps` nothing learns but the
    heads for letters and phones; after them `rate` is a factor of both learning rates.
    """

    minutes: float
    batch_s: float = 60.0
    encoder_share: float = 0.4
    easy_share: float = 0.7
    head_steps: int = 0
    rate: float = 1.0
    save_every_s: float = 300.0
    threads: int = 2
    workers: int = 1
    """Processes that make batches; the main one does it itself if 0."""


def further(plan: Plan) -> Plan:
    """The plan for a model that has learnt before; its heads are not exported, so they begin.

    At half of the learning rates it forgot more than it learnt within ten minutes (README).
    """
    return replace(plan, encoder_share=0.0, easy_share=0.0, head_steps=200, rate=0.12)


class Trainer:
    """Owns the model, its optimisers and its average; one file holds all of it.

    It trains on the device that the model is on.
    """

    def __init__(self, model: MicroWhisper, plan: Plan, checkpoint: Path) -> None:
        self.model = model
        self._device = next(model.parameters()).device
        self._plan = plan
        self._checkpoint = checkpoint
        matrices = [
            p
            for name, p in model.named_parameters()
            if p.ndim == 2 and p.requires_grad and ".layers." in name
        ]
        chosen = {id(p) for p in matrices}
        others = [p for p in model.parameters() if p.requires_grad and id(p) not in chosen]
        self._optimisers: tuple[torch.optim.Optimizer, ...] = (
            Muon(matrices, MATRIX_RATE, WEIGHT_DECAY),
            torch.optim.AdamW(others, lr=LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01),
        )
        self.average = {name: p.detach().clone() for name, p in model.state_dict().items()}
        self.step = 0
        self.trained_s = 0.0
        if checkpoint.exists():
            self._resume()

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.trained_s / (60 * self._plan.minutes))

    def run(
        self,
        examples: Examples,
        say: Callable[[str], None],
        evaluate: Callable[[MicroWhisper], str],
    ) -> None:
        """Train until the plan's minutes are over."""
        torch.set_num_threads(self._plan.threads)
        generator = torch.Generator().manual_seed(self.step)
        easy = self.progress < self._plan.easy_share
        source = self._source(examples, EASY if easy else Mix())
        last, saved = time.monotonic(), time.monotonic()
        sums = torch.zeros(4, device=self._device)
        audio_s = 0.0
        while self.progress < 1:
            if easy and self.progress >= self._plan.easy_share:
                easy = False
                source = self._source(examples, Mix())
            batch = next(source)
            found = self.learn(batch, generator)
            sums += torch.stack([found.letters, found.phones, found.words, found.attention])
            audio_s += batch.features.shape[0] * batch.features.shape[2] / 100
            now = time.monotonic()
            self.trained_s += now - last
            last = now
            if self.step % REPORT_STEPS == 0:
                means = " ".join(f"{value:.3f}" for value in (sums / REPORT_STEPS).tolist())
                say(f"{self._where()} losses {means} audio {audio_s:.0f} s")
                sums.zero_()
                audio_s = 0.0
            if now - saved > self._plan.save_every_s:
                self.save()
                say(f"{self._where()} {evaluate(self.averaged())}")
                saved = last = time.monotonic()
        self.save()

    def averaged(self) -> MicroWhisper:
        """A copy of the model with the running average of its weights."""
        model = copy.deepcopy(self.model)
        model.load_state_dict(self.average)
        return model.eval()

    def save(self) -> None:
        """Replace the checkpoint, all at once."""
        fresh = self._checkpoint.with_suffix(".new")
        torch.save(
            {
                "model": self.model.state_dict(),
                "average": self.average,
                "optimisers": [o.state_dict() for o in self._optimisers],
                "step": self.step,
                "trained_s": self.trained_s,
            },
            fresh,
        )
        fresh.replace(self._checkpoint)

    def _resume(self) -> None:
        kept = torch.load(self._checkpoint, map_location=self._device, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.average = kept["average"]
        for optimiser, state in zip(self._optimisers, kept["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.step, self.trained_s = kept["step"], kept["trained_s"]

    def _where(self) -> str:
        return f"{self.trained_s:7.0f} s step {self.step}"

    def _source(self, examples: Examples, mix: Mix) -> Iterator[Batch]:
        return stream(examples, self.step, mix, self._plan.batch_s, self._plan.workers)

    def _schedule(self) -> float:
        """Warm-up over some steps, then a cosine of the time that is left."""
        if self.step < self._plan.head_steps:
            return 1.0
        warm = min(1.0, (self.step + 1 - self._plan.head_steps) / WARM_UP_STEPS)
        cosine = 0.5 * (1 + math.cos(math.pi * self.progress))
        return self._plan.rate * warm * max(LEAST_RATE, cosine)

    def learn(self, batch: Batch, generator: torch.Generator) -> Losses:
        """One step on a batch; the generator, on the CPU, chooses which tokens are corrupted."""
        heads_alone = self.step < self._plan.head_steps
        decode = not heads_alone and self.progress >= self._plan.encoder_share
        for optimiser, rate in zip(self._optimisers, (MATRIX_RATE, LEARNING_RATE), strict=True):
            for group in optimiser.param_groups:
                group["lr"] = rate * self._schedule()
        found = losses(self.model, batch.to(self._device), generator, decode, heads_alone)
        # Letters and phones fade once the decoder has learnt to listen.
        fading = (0.6 if decode else 1.0) * (1 - 0.7 * self.progress)
        total = found.words + found.attention + fading * (found.letters + found.phones)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        for optimiser in self._optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        share = min(AVERAGE, (1 + self.step) / (10 + self.step))
        for name, value in self.model.state_dict().items():
            if value.is_floating_point():
                self.average[name].lerp_(value, 1 - share)
        self.step += 1
        return Losses(
            *(x.detach() for x in (found.letters, found.phones, found.words, found.attention))
        )
