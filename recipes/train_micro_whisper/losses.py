"""What a batch teaches: letters, phones, words, and where each word is heard."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from recipes.train_micro_whisper.batch import Batch
from recipes.train_micro_whisper.example import IGNORED
from recipes.train_micro_whisper.model import MicroWhisper
from recipes.train_micro_whisper.tokens import SPECIAL, TIMESTAMPS

CORRUPTED = 0.3
"""Share of the decoder's input tokens that are replaced at random: it must listen, not guess.

With 0.1, and less weight on attention, it guessed: 47 % WER where the letters had 13 % CER.
"""
SMOOTHING = 0.05
SLOWEST = 8
"""A window counts in CTC as if it had at least one letter in so many encoder frames (160 ms)."""


@dataclass(frozen=True, slots=True)
class Losses:
    """Mean losses of a step, in nats; scalars on the model's device."""

    letters: Tensor
    phones: Tensor
    words: Tensor
    attention: Tensor


def losses(
    model: MicroWhisper,
    batch: Batch,
    rng: torch.Generator,
    decode: bool,
    heads_alone: bool = False,
) -> Losses:
    """Of one batch on the model's device; `words` and `attention` are 0 without the decoder.

    With `heads_alone` the encoder is not taught by its letters and phones. `rng` is on the CPU, so
    that a seed gives the same tokens on every device.
    """
    device = batch.features.device
    zero = torch.zeros((), device=device)
    with _fast(device):
        with torch.set_grad_enabled(torch.is_grad_enabled() and not heads_alone):
            states, middle = model.encoder(batch.features)
        spelled = model.letters(states)
        sounds = model.phones(middle)
    ctc = _letter_loss(spelled, batch)
    known = batch.phones != IGNORED
    phones = functional.cross_entropy(sounds[known].float(), batch.phones[known])
    if not known.any():
        phones = zero
    if not decode:
        return Losses(ctc, phones, zero, zero)
    words = model.decoder.embed_tokens.num_embeddings - TIMESTAMPS - len(SPECIAL)
    tokens = corrupted(batch, rng, words)
    with _fast(device):
        scores, attention = model.decoder(tokens, states)
    learnt = batch.targets != IGNORED
    said = functional.cross_entropy(
        scores[learnt].float(), batch.targets[learnt], label_smoothing=SMOOTHING
    )
    assert attention is not None
    return Losses(ctc, phones, said, guidance(attention, batch.spans))


def _fast(device: torch.device) -> torch.autocast:
    """bfloat16, except on a processor that would have to emulate it, ten times slower."""
    emulated = device.type == "cpu" and not torch.cpu.get_capabilities().get("avx512_bf16")
    return torch.autocast(device.type, torch.bfloat16, enabled=not emulated)


def corrupted(batch: Batch, rng: torch.Generator, words: int) -> Tensor:
    """The decoder's input with some text tokens (numbers under `words`) replaced by others."""
    device = batch.tokens.device
    chosen = (torch.rand(batch.tokens.shape, generator=rng) < CORRUPTED).to(device)
    chosen &= (batch.tokens < words) & (batch.targets != IGNORED)
    random = torch.randint(0, words, batch.tokens.shape, generator=rng).to(device)
    return torch.where(chosen, random, batch.tokens)


def guidance(attention: Tensor, spans: Tensor) -> Tensor:
    """How far the heads' log attention (batch, heads, tokens, frames) is from the words' places.

    Cross entropy with an attention that is even over the token's span (batch, tokens, 2).
    """
    known = spans[..., 0] >= 0
    frames = torch.arange(attention.shape[-1], device=attention.device)
    inside = (frames >= spans[..., :1]) & (frames < spans[..., 1:])
    weight = inside.float() / inside.sum(-1, keepdim=True).clamp(min=1)
    each = -(attention * weight[:, None]).sum(-1).mean(1)
    return each[known].mean() if known.any() else torch.zeros((), device=attention.device)


def _letter_loss(spelled: Tensor, batch: Batch) -> Tensor:
    """CTC of scores (batch, frames, letters), each window's loss by its letters."""
    size, frames = spelled.shape[:2]
    each = functional.ctc_loss(
        spelled.float().log_softmax(-1).transpose(0, 1),
        batch.letters,
        torch.full((size,), frames, device=spelled.device),
        batch.letter_counts,
        reduction="none",
        zero_infinity=True,
    )
    # Noise has no letters to divide by: a window counts at least as if it were slowly spoken.
    return (each / batch.letter_counts.clamp(min=frames // SLOWEST)).mean()
