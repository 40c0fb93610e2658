"""What a model in training hears: greedily, for the gates on the way."""

import torch
from rapidfuzz.distance import Levenshtein
from torch import Tensor

from recipes.train_micro_whisper.batch import collate
from recipes.train_micro_whisper.example import Example
from recipes.train_micro_whisper.model import MicroWhisper
from recipes.train_micro_whisper.symbols import plain
from recipes.train_micro_whisper.tokens import Vocabulary

LONGEST = 80
"""Tokens; a sentence of the grammar has about 25."""


@torch.no_grad()
def hear(
    model: MicroWhisper, examples: list[Example], vocabulary: Vocabulary, language: str
) -> list[str]:
    """The texts of the examples, decoded greedily without timestamps."""
    v = vocabulary
    device = next(model.parameters()).device
    states, _ = model.encoder(collate(examples).features.to(device))
    head = [v.start, v.language(language), v.transcribe, v.no_timestamps]
    tokens = torch.tensor(head, device=device).repeat(len(examples), 1)
    ended = torch.zeros(len(examples), dtype=torch.bool, device=device)
    for _ in range(LONGEST):
        scores, _ = model.decoder(tokens, states)
        best = scores[:, -1].argmax(-1)
        best[ended] = v.end
        ended |= best == v.end
        tokens = torch.cat((tokens, best[:, None]), dim=1)
        if ended.all():
            break
    return [v.tokenizer.decode(_until(row[len(head) :], v.end)) for row in tokens]


@torch.no_grad()
def spell(model: MicroWhisper, examples: list[Example], letters: dict[str, int]) -> list[str]:
    """The texts of the examples by the letters that the encoder alone hears (CTC)."""
    names = {number: letter for letter, number in letters.items()}
    device = next(model.parameters()).device
    states, _ = model.encoder(collate(examples).features.to(device))
    best = model.letters(states).argmax(-1)
    found = []
    for row in best.tolist():
        merged = [b for a, b in zip([-1, *row], row, strict=False) if a != b]
        found.append("".join(names[number] for number in merged if number))
    return found


def error_rate(said: list[str], heard: list[str], by_words: bool) -> float:
    """Edits per letter or word of what was said, in percent."""
    edits = total = 0
    for reference, hypothesis in zip(said, heard, strict=True):
        a, b = plain(reference), plain(hypothesis)
        one, other = (a.split(), b.split()) if by_words else (list(a), list(b))
        edits += Levenshtein.distance(one, other)
        total += len(one)
    return 100 * edits / max(total, 1)


def _until(tokens: Tensor, end: int) -> list[int]:
    found = tokens.tolist()
    return found[: found.index(end)] if end in found else found
