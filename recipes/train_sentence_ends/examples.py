"""Words of punctuated dialogues without their punctuation, with where sentences began."""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from notegen.sentence_ends import plain_words
from notegen.sentences import lowered, stops
from recipes.corpora import Dialogue, aci_bench, mts_dialog, primock57

FOLDS = 5
_LEAST_STOPS = 0.03
"""Full stops a word below which a dialogue was not punctuated: half of ACI-BENCH was not."""
_JOINED_PERCENT = 25
_NOT_SAID = re.compile(r"\[[^\]]*\]|\([^)]*\)|\.{2,}|--|[\u2013\u2014\u2026]")


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one or three turns; a sentence begins at each number of `begins`, the first apart.

    `pauses` are the gaps that have a comma or the like, or a full stop. `corpus` is such as
    `primock57`, `fold` a number below FOLDS, the same for all of a dialogue.
    """

    corpus: str
    fold: int
    words: tuple[str, ...]
    begins: frozenset[int]
    pauses: frozenset[int]


def dialogues(data: Path) -> tuple[Dialogue, ...]:
    """The punctuated ones of ACI-BENCH train and valid, MTS-Dialog train, PriMock57."""
    every = (
        *aci_bench(data, "train"),
        *aci_bench(data, "valid"),
        *mts_dialog(data, "train"),
        *primock57(data),
    )
    return tuple(d for d in every if _is_punctuated(d.text))


def turns(found: Sequence[Dialogue]) -> Iterator[Said]:
    """Each turn by itself."""
    for number, dialogue in enumerate(found):
        for turn in dialogue.turns:
            yield _said(dialogue, number, turn.text)


def run_together(found: Sequence[Dialogue]) -> Iterator[Said]:
    """A quarter of three turns in a row as if one person had said them: a question, its answer."""
    for number, dialogue in enumerate(found):
        for place in range(len(dialogue.turns) - 2):
            if zlib.crc32(f"{dialogue.id} {place}".encode()) % 100 < _JOINED_PERCENT:
                text = "\n".join(turn.text for turn in dialogue.turns[place : place + 3])
                yield _said(dialogue, number, text)


def of_folds(said: Iterable[Said], fold: int, *, held_out: bool) -> list[Said]:
    """What has a gap and belongs to a fold, or does not."""
    return [s for s in said if len(s.words) > 1 and (s.fold == fold) is held_out]


def _said(dialogue: Dialogue, number: int, text: str) -> Said:
    words: list[str] = []
    begins: set[int] = set()
    pauses: set[int] = set()
    low = lowered(_NOT_SAID.sub(" ", text))
    begin = 0
    for end in (*stops(low), len(low)):
        begins.add(len(words))
        pauses.add(len(words))
        for token in low[begin:end].split():
            if any(c.isalnum() for c in token):
                words.append(token)
                token = token.rstrip("\"')")
            if token.endswith((",", ";", ":", "-")):
                pauses.add(len(words))
        begin = end
    within = range(1, len(words))
    corpus = dialogue.source.partition("/")[0]
    return Said(
        corpus,
        number % FOLDS,
        plain_words(words),
        frozenset(b for b in begins if b in within),
        frozenset(p for p in pauses if p in within),
    )


def _is_punctuated(text: str) -> bool:
    return sum(text.count(mark) for mark in ".?!") >= _LEAST_STOPS * len(text.split())
