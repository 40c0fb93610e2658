"""Sentences from a grammar of symbols with alternatives."""

import random
import re
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scribe.errors import InputError

FOLDER = Path(__file__).with_name("grammars")
STARTS = ("doctor", "patient")
SYMBOL = re.compile(r"\{(\w+)\}")
HELD_OUT = 10
"""One sentence in so many is never trained on."""
TRIES = 200
"""Sentences drawn for each that is wanted: one in ten is held out, and many come twice."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Symbols and their alternatives; `{name}` in an alternative stands for another symbol."""

    language: str
    symbols: tuple[tuple[str, tuple[str, ...]], ...]

    def __post_init__(self) -> None:
        known = {name for name, _ in self.symbols}
        used = {name for _, options in self.symbols for o in options for name in SYMBOL.findall(o)}
        missing = sorted((used | set(STARTS)) - known)
        if missing:
            raise InputError(f"grammar {self.language}: expected the symbols {', '.join(missing)}")

    def sentences(self, rng: random.Random) -> Iterator[tuple[str, str]]:
        """An endless stream of (`doctor` or `patient`, what is said)."""
        options = dict(self.symbols)

        def expand(text: str) -> str:
            return SYMBOL.sub(lambda found: expand(rng.choice(options[found[1]])), text)

        while True:
            start = rng.choice(STARTS)
            yield start, expand(rng.choice(options[start]))


def read_grammar(language: str, folder: Path = FOLDER) -> Grammar:
    """The grammar of `en`, `de`, `fr`, `vi` or `zh`. Raises InputError."""
    text = (folder / f"{language}.toml").read_text(encoding="utf-8")
    symbols = tomllib.loads(text)
    return Grammar(language, tuple((name, tuple(said)) for name, said in symbols.items()))


def is_held_out(sentence: str) -> bool:
    """Whether the sentence is kept for testing: told from its bytes, so always the same."""
    return zlib.crc32(sentence.encode()) % HELD_OUT == 0


def distinct(
    grammar: Grammar,
    count: int,
    seed: int,
    without: frozenset[str] = frozenset(),
    held_out: bool = False,
) -> tuple[str, ...]:
    """Up to `count` different sentences, none of them in `without`; always the same for a seed.

    Either sentences to train on, or those that are held out.
    """
    rng = random.Random(f"{grammar.language} {seed}")
    found: dict[str, None] = {}
    for _, sentence in islice(grammar.sentences(rng), TRIES * count):
        if is_held_out(sentence) is held_out and sentence not in without:
            found[sentence] = None
        if len(found) == count:
            break
    return tuple(found)
