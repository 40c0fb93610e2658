"""The training loop: by the clock, resumable, with its gates printed as it goes."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from recipes.train_micro_whisper.examples import EASY, IGNORED, Example, Examples, Mix, batches
from recipes.train_micro_whisper.model import MicroWhisper

LEARNING_RATE = 1.5e-3
MATRIX_RATE = 4e-3
"""Muon's, for the matrices of the layers; an orthogonal step of it moves weights by 0.2 of that."""
CLIP = 1.0
WEIGHT_DECAY = 0.02
AVERAGE = 0.999
CORRUPTED = 0.1
"""Share of the decoder's input tokens that are replaced at random: it must listen, not guess."""
EMPTY_FRAME = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how; `minutes` in all.

    For the first `encoder_share` of them the encoder is trained alone, until `listening_share` the
    decoder learns to listen to it without changing it, from then on they are trained together.
    """

    minutes: float
    batch_s: float = 90.0
    encoder_share: float = 0.12
    listening_share: float = 0.35
    easy_share: float = 0.3
    save_every_s: float = 300.0
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples padded to one size; sizes are (batch, ...)."""

    features: Tensor
    tokens: Tensor
    targets: Tensor
    spans: Tensor
    letters: Tensor
    letter_counts: Tensor
    phones: Tensor


@dataclass(frozen=True, slots=True)
class Losses:
    """Mean losses of a step, in nats."""

    letters: Tensor
    phones: Tensor
    words: Tensor
    attention: Tensor


def collate(examples: list[Example]) -> Batch:
    """Pads: frames with 0.0, as faster-whisper does; everything else is ignored."""
    frames = max(len(e.features) for e in examples)
    frames += frames % 2
    places = max(len(e.tokens) for e in examples)
    letters = max(1, *(len(e.letters) for e in examples), 1)
    size = len(examples)
    features = np.full((size, 80, frames), EMPTY_FRAME, dtype=np.float32)
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
        rng = np.random.default_rng(self._seed)
        for batch in batches(self._examples, rng, self._mix, self._batch_s):
            yield collate(batch)


def _same(batch: Batch) -> Batch:
    return batch


def stream(examples: Examples, seed: int, mix: Mix, batch_s: float) -> Iterator[Batch]:
    """Batches made by a process of its own."""
    dataset = _Stream(examples, seed, mix, batch_s)
    loader = DataLoader(dataset, batch_size=None, num_workers=1, prefetch_factor=6)
    return iter(loader)


def losses(
    model: MicroWhisper, batch: Batch, rng: torch.Generator, decode: bool, joint: bool = True
) -> Losses:
    """Of one batch; `words` and `attention` are 0 without the decoder.

    Unless `joint` the encoder learns nothing from the decoder: while that is untrained it harms.
    """
    zero = torch.zeros(())
    with torch.autocast(batch.features.device.type, torch.bfloat16):
        states, middle = model.encoder(batch.features)
        spelled = model.letters(states)
        sounds = model.phones(middle)
    log_letters = spelled.float().log_softmax(-1).transpose(0, 1)
    lengths = torch.full((states.shape[0],), states.shape[1])
    each = functional.ctc_loss(
        log_letters,
        batch.letters,
        lengths,
        batch.letter_counts,
        reduction="none",
        zero_infinity=True,
    )
    # Noise has no letters to divide by: a window counts at least as if it were slowly spoken.
    ctc = (each / batch.letter_counts.clamp(min=states.shape[1] // 8)).mean()
    known = batch.phones != IGNORED
    phones = functional.cross_entropy(sounds[known].float(), batch.phones[known])
    if not known.any():
        phones = zero
    if not decode:
        return Losses(ctc, phones, zero, zero)
    corrupt = torch.rand(batch.tokens.shape, generator=rng) < CORRUPTED
    text = model.decoder.embed_tokens.num_embeddings - 1501 - 13
    corrupt &= (batch.tokens < text) & (batch.targets != IGNORED)
    random = torch.randint(0, text, batch.tokens.shape, generator=rng)
    tokens = torch.where(corrupt, random, batch.tokens)
    with torch.autocast(batch.features.device.type, torch.bfloat16):
        heard = states if joint else states.detach()
        scores, attention = model.decoder(tokens, heard)
    learnt = batch.targets != IGNORED
    words = functional.cross_entropy(
        scores[learnt].float(), batch.targets[learnt], label_smoothing=0.05
    )
    assert attention is not None
    return Losses(ctc, phones, words, guidance(attention, batch.spans))


def guidance(attention: Tensor, spans: Tensor) -> Tensor:
    """How far the heads' log attention (batch, heads, tokens, frames) is from the words' places.

    Cross entropy with an attention that is even over the token's span (batch, tokens, 2).
    """
    known = spans[..., 0] >= 0
    frames = torch.arange(attention.shape[-1])
    inside = (frames >= spans[..., :1]) & (frames < spans[..., 1:])
    weight = inside.float() / inside.sum(-1, keepdim=True).clamp(min=1)
    each = -(attention * weight[:, None]).sum(-1).mean(1)
    return each[known].mean() if known.any() else torch.zeros(())


class Trainer:
    """Owns the model, its optimisers and its average; one file holds all of it."""

    def __init__(self, model: MicroWhisper, plan: Plan, checkpoint: Path) -> None:
        self.model = model
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
            torch.optim.Muon(
                matrices,
                lr=MATRIX_RATE,
                weight_decay=WEIGHT_DECAY,
                adjust_lr_fn="match_rms_adamw",
            ),
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
        source = stream(examples, self.step, EASY if easy else Mix(), self._plan.batch_s)
        last, saved = time.monotonic(), time.monotonic()
        sums = torch.zeros(4)
        audio_s = 0.0
        while self.progress < 1:
            if easy and self.progress >= self._plan.easy_share:
                easy = False
                source = stream(examples, self.step, Mix(), self._plan.batch_s)
            batch = next(source)
            found = self._learn(batch, generator)
            sums += torch.stack([found.letters, found.phones, found.words, found.attention])
            audio_s += batch.features.shape[0] * batch.features.shape[2] / 100
            self.step += 1
            now = time.monotonic()
            self.trained_s += now - last
            last = now
            if self.step % 100 == 0:
                means = " ".join(f"{value:.3f}" for value in (sums / 100).tolist())
                say(
                    f"{self.trained_s:7.0f} s step {self.step} losses {means} audio {audio_s:.0f} s"
                )
                sums.zero_()
                audio_s = 0.0
            if now - saved > self._plan.save_every_s:
                self.save()
                say(f"{self.trained_s:7.0f} s step {self.step} {evaluate(self.averaged())}")
                saved = last = time.monotonic()
        self.save()

    def averaged(self) -> MicroWhisper:
        """A copy of the model with the running average of its weights."""
        import copy

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
        kept = torch.load(self._checkpoint, weights_only=True)
        self.model.load_state_dict(kept["model"])
        self.average = kept["average"]
        for optimiser, state in zip(self._optimisers, kept["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.step, self.trained_s = kept["step"], kept["trained_s"]

    def _schedule(self) -> float:
        """Warm-up over 200 steps, then a cosine of the time that is left."""
        warm = min(1.0, (self.step + 1) / 200)
        return warm * max(0.02, 0.5 * (1 + math.cos(math.pi * self.progress)))

    def _learn(self, batch: Batch, generator: torch.Generator) -> Losses:
        decode = self.progress >= self._plan.encoder_share
        for optimiser, rate in zip(self._optimisers, (MATRIX_RATE, LEARNING_RATE), strict=True):
            for group in optimiser.param_groups:
                group["lr"] = rate * self._schedule()
        joint = self.progress >= self._plan.listening_share
        found = losses(self.model, batch, generator, decode, joint)
        # The helpers fade once the decoder has learnt to listen.
        fading = 1 - 0.7 * self.progress
        total = (
            found.words
            + fading * ((0.3 if joint else 1.0) * (found.letters + found.phones))
            + 0.3 * found.attention
        )
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        for optimiser in self._optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        share = min(AVERAGE, (1 + self.step) / (10 + self.step))
        for name, value in self.model.state_dict().items():
            if value.is_floating_point():
                self.average[name].lerp_(value, 1 - share)
        return Losses(
            *(x.detach() for x in (found.letters, found.phones, found.words, found.attention))
        )
