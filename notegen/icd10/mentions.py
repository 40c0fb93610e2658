"""Mentions of conditions in a line of text."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from notegen.icd10.lexicon import Kind
from notegen.icd10.release import Origin
from notegen.icd10.table import IcdTable, Listed
from notegen.icd10.words import Side, Token, read_tokens, side_fit, side_of, sides

_LONGEST = 7
"""Stems of the longest phrase that is looked for."""
_MAX_SKIPPED = 4
_OF_INDEX = frozenset(Origin)
_BREAKS = frozenset(".;:?!\n")
VAGUE = ("T14", "R52", "R69", "C80", "U", "V", "W", "X", "Y", "Z")
"""Codes of the table that single everyday words (injury, pain, cancer) would find."""
_LINKS = frozenset(("with", "and", "without", "no", "not", "but"))
"""Words that stand within a phrase, never at its ends."""
_REPAIRABLE = 8
"""A shorter word is never taken for a misheard one: too many everyday words are near it."""
_LIKENESS = 90.0
"""Least rapidfuzz ratio of a misheard word; 89.7 parts hypo- from hyperthyroidism."""
_JOINED = 6
_NUMBERING = re.compile(r"\s*#?\d+[.)]")
"""The number of a problem in a list is no stage or type of it."""
_SIDE_BEFORE, _SIDE_AFTER = 3, 4


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` (exclusive) of a line name what `listed` names.

    `near` holds all stems of the line, `side` the side named with the mention, if any.
    """

    start: int
    end: int
    listed: Listed
    size: int
    side: Side | None
    near: frozenset[str]


class Finder:
    """Finds phrases of the lexicon, and of the whole table where asked; shared by threads."""

    def __init__(self, table: IcdTable) -> None:
        self._table = table
        lexicon = table.of_lexicon()
        self._lexicon = _by_key(lexicon)
        stems = {s for listed in lexicon for s in listed.stems}
        self._words = frozenset(stems)
        self._long = tuple(sorted(s for s in stems if len(s) >= _REPAIRABLE))
        self._joinable = frozenset(s for s in stems if len(s) >= _JOINED)
        self._repaired: dict[str, str] = {}

    def find(self, text: str, *, whole_table: bool) -> tuple[Mention, ...]:
        """The mentions of a line, longest first where they overlap, in order of their place.

        With `whole_table`, descriptions and inclusion terms of diagnoses count as phrases too;
        what the official index adds does not: its main terms are single everyday words.
        """
        tokens = self._repair(read_tokens(text))
        content = [t for t in tokens if not t.skip]
        known = self._table.weights.keys() if whole_table else self._words
        windows = tuple(_windows(text, tokens, content, known))
        phrases = {k: self._lexicon[k] for _, _, k in windows if k in self._lexicon}
        if whole_table:
            phrases |= self._official({k for _, _, k in windows if k not in phrases})
        hits = sorted(
            ((i, j, phrases[k]) for i, j, k in windows if k in phrases),
            key=lambda hit: (hit[0] - hit[1], hit[0]),
        )
        taken: set[int] = set()
        number = _NUMBERING.match(text)
        begin = number.end() if number is not None else 0
        near = frozenset(t.stem for t in content if t.start >= begin)
        mentions: list[Mention] = []
        for i, j, rivals in hits:
            if taken.isdisjoint(range(i, j)):
                start, end = content[i].start, content[j - 1].end
                side = _side(text, tokens, start, end)
                nearest = _nearest(rivals, text[start:end].lower(), side)
                if nearest is not None:
                    taken.update(range(i, j))
                    mentions.append(Mention(start, end, nearest, j - i, side, near))
        return tuple(sorted(mentions, key=lambda m: m.start))

    def _official(self, keys: Set[str]) -> dict[str, tuple[Listed, ...]]:
        return _by_key(
            listed
            for listed in self._table.with_keys(sorted(keys))
            if listed.kind not in _OF_INDEX and not listed.code.startswith(VAGUE)
        )

    def _repair(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """Join words that were split (`hyper tension`) and mend ones that were misheard."""
        repaired: list[Token] = []
        for token in tokens:
            last = repaired[-1] if repaired else None
            joined = last.stem + token.stem if last is not None else ""
            if last is not None and token.start - last.end == 1 and joined in self._joinable:
                repaired[-1] = Token(joined, last.start, token.end)
            else:
                repaired.append(token)
        known = self._table.weights
        return tuple(
            t
            if len(t.stem) < _REPAIRABLE or t.stem in known
            else t._replace(stem=self._mended(t.stem))
            for t in repaired
        )

    def _mended(self, word: str) -> str:
        known = self._repaired.get(word)
        if known is None:
            best = process.extractOne(word, self._long, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
            # A prefix changes the meaning (hydration, dehydration): the beginning must agree.
            alike = (
                best is not None and best[0][:2] == word[:2] and abs(len(best[0]) - len(word)) < 2
            )
            known = best[0] if best is not None and alike else word
            self._repaired[word] = known
        return known


def _windows(
    text: str, tokens: tuple[Token, ...], content: list[Token], known: Set[str]
) -> Iterator[tuple[int, int, str]]:
    """Start, end and key of each row of stems that may be a phrase: all are `known`."""
    place = {t.start: n for n, t in enumerate(tokens)}
    for i, first in enumerate(content):
        if first.stem in _LINKS or first.stem not in known:
            continue
        stems = [first.stem]
        yield i, i + 1, first.stem
        for j in range(i + 1, min(i + _LONGEST, len(content))):
            before, last = content[j - 1], content[j]
            if last.stem not in known or last.stem in stems:
                break
            if place[last.start] - place[before.start] > _MAX_SKIPPED + 1:
                break
            if _BREAKS.intersection(text[before.end : last.start]):
                break
            stems.append(last.stem)
            if last.stem not in _LINKS:
                yield i, j + 1, " ".join(sorted(stems))


def _by_key(phrases: Iterable[Listed]) -> dict[str, tuple[Listed, ...]]:
    groups: dict[str, tuple[Listed, ...]] = {}
    for listed in phrases:
        groups[listed.key] = (*groups.get(listed.key, ()), listed)
    return groups


def _nearest(rivals: tuple[Listed, ...], quote: str, side: Side | None) -> Listed | None:
    """Of phrases of the same stems, the one that says the side and is written most alike."""
    fitting = [r for r in rivals if side_fit(r.text, side) == 1.0]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    return max(fitting, key=lambda r: (bool(sides(r.text)), fuzz.ratio(r.text, quote)))


def _side(text: str, tokens: tuple[Token, ...], start: int, end: int) -> Side | None:
    """The side named within the mention, just before it, or soon after it in its clause."""
    commas = _BREAKS | {","}
    before = [
        t.side
        for t in [t for t in tokens if t.end <= start][-_SIDE_BEFORE:]
        if t.side is not None and not commas & set(text[t.end : start])
    ]
    after = [
        t.side
        for t in [t for t in tokens if t.start >= end][:_SIDE_AFTER]
        if t.side is not None and not commas & set(text[end : t.start])
    ]
    within = {t.side for t in tokens if start <= t.start < end and t.side is not None}
    return side_of(within or set(before[-1:]) or set(after[:1]))


def kind_of(listed: Listed) -> Kind:
    """What a phrase names; for one of the table itself, what its chapter says."""
    if listed.kind in set(Kind):
        return Kind(listed.kind)
    return Kind.SYMPTOM if listed.code[0] == "R" else Kind.DIAGNOSIS
