"""Sentences from a grammar of symbols with alternatives."""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scribe.errors import InputError

FOLDER = Path(__file__).with_name("grammar")
STARTS = ("doctor", "patient")
SYMBOL = re.compile(r"\{(\w+)\}")


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


def distinct(
    grammar: Grammar, count: int, seed: int, without: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Up to `count` different sentences, none of them in `without`; always the same for a seed."""
    rng = random.Random(f"{grammar.language} {seed}")
    found: dict[str, None] = {}
    tries = 0
    for _, sentence in grammar.sentences(rng):
        tries += 1
        if sentence not in without:
            found[sentence] = None
        if len(found) == count or tries == 20 * count:
            break
    return tuple(found)
