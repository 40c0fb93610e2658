"""A phrase that was misheard or misspelt, in words of the code table."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from notegen.icd10.sounds import sound

_SHORTEST = 4
"""Letters of the shortest word that is taken for another."""
_LONGEST_SPLIT = 3
"""Words that one was split into at most (`new mo nia`)."""
_ALIKE = 75.0
"""Least likeness of two sounds that are compared further, in percent."""
_WRITTEN = 55.0
"""Least likeness of two spellings, in percent."""
_NEAREST = 6
_LEAST = 0.72
"""Least likeness of a word that is taken for another."""
_OF_SOUND = 0.6
"""Share of the sound in the likeness; spelling has the rest."""
_OF_KNOWN, _OF_SPLIT = 0.12, 0.03
"""What it costs to give up a word that the table knows, and to join two words."""
_STRICT = 4
"""Power of the likeness in what a word gains: one word that fits goes before two that may."""
_KEPT = 5
_PREFIX = re.compile(r"(h[iy]p[oe]r|h[iy]po?|anti|dys|un)")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Respelt:
    """A phrase in other words and how likely it is what was meant, in [0, 1]."""

    text: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Path:
    """Words chosen so far, what they gain, and how alike they are, letter by letter."""

    words: tuple[str, ...]
    gain: float
    alike: float
    letters: int
    changed: bool


def spoken_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of phrases that a misheard word may be, in alphabetical order."""
    words = {w for text in texts for w in _LETTERS.findall(text.lower().replace("'", ""))}
    return tuple(sorted(w for w in words if len(w) >= _SHORTEST))


class Respeller:
    """Puts phrases into known words by sound and spelling; `words` are what is known."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        groups: dict[str, list[str]] = {}
        for word in sorted(self._words):
            groups.setdefault(sound(word), []).append(word)
        self._by_sound = groups
        self._sounds = tuple(groups)

    def __call__(self, text: str) -> tuple[Respelt, ...]:
        """Other spellings of a phrase, best first; none where nothing sounds like it."""
        words = _WORD.findall(text.lower().replace("\u2019", "'"))
        reached: list[list[_Path]] = [[] for _ in range(len(words) + 1)]
        reached[0] = [_Path((), 0.0, 0.0, 0, changed=False)]
        for start in range(len(words)):
            best = sorted(reached[start], key=lambda path: -path.gain)[:_KEPT]
            for stop, word, gain, alike in self._steps(words, start):
                for path in best:
                    letters = sum(map(len, words[start:stop]))
                    reached[stop].append(
                        _Path(
                            (*path.words, word),
                            path.gain + gain * letters,
                            path.alike + alike * letters,
                            path.letters + letters,
                            path.changed or words[start:stop] != [word],
                        )
                    )
        found = sorted((p for p in reached[-1] if p.changed), key=lambda path: -path.gain)
        return tuple(Respelt(" ".join(p.words), p.alike / p.letters) for p in found[:_KEPT])

    def _steps(self, words: list[str], start: int) -> Iterator[tuple[int, str, float, float]]:
        """Where a step ends, the word it gives, its gain for each letter, its likeness."""
        first = words[start]
        known = self._is_known(first)
        yield start + 1, first, float(known), 1.0 if known else 0.8
        for stop in range(start + 1, min(start + _LONGEST_SPLIT, len(words)) + 1):
            heard = words[start:stop]
            if stop == start + 1 and known:
                continue  # hematoma is no misheard hematuria
            cost = _OF_KNOWN * sum(map(self._is_known, heard)) + _OF_SPLIT * (len(heard) - 1)
            for word, alike in self._like("".join(heard).replace("'", "")):
                if [word] != heard:
                    yield stop, word, alike**_STRICT - cost, alike

    def _is_known(self, word: str) -> bool:
        return len(word) < _SHORTEST or word in self._words

    def _like(self, heard: str) -> list[tuple[str, float]]:
        if len(heard) < _SHORTEST or not heard.isalpha():
            return []
        spoken = sound(heard)
        near = process.extract(
            spoken, self._sounds, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_NEAREST
        )
        found = []
        for spelt, likeness, _ in near:
            # A beginning changes the meaning: pneumoperitoneum is not hemoperitoneum.
            if spelt[0] != spoken[0]:
                continue
            for word in self._by_sound[spelt]:
                written = fuzz.ratio(word, heard)
                if written >= _WRITTEN and _prefix(word) == _prefix(heard):
                    alike = _OF_SOUND * likeness + (1 - _OF_SOUND) * written
                    found.append((word, alike / 100))
        return sorted((f for f in found if f[1] >= _LEAST), key=lambda f: -f[1])[:_NEAREST]


def _prefix(word: str) -> str:
    """What turns a meaning round, as it sounds: hypothyroidism is not hyperthyroidism."""
    match = _PREFIX.match(word)
    return sound(match.group()) if match is not None else ""
