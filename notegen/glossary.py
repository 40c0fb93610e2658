"""Clinical words in plain language."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scribe.errors import InputError


@dataclass(frozen=True, slots=True)
class Plain:
    """A clinical term, words that say the same in a sentence (maybe the term itself), a meaning."""

    term: str
    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text in plain words, with the terms that it has or had, in reading order."""

    text: str
    terms: tuple[Plain, ...]


def read_glossary(text: str) -> tuple[Plain, ...]:
    """The entries of a glossary file. Raises InputError with the line of one that is none."""
    entries: dict[str, Plain] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not parts[0] or not parts[2]:
            raise InputError(f"glossary, line {number}: expected 'term | plain words | meaning'")
        term, words, meaning = parts
        if term.lower() in entries:
            raise InputError(f"glossary, line {number}: expected each term once")
        entries[term.lower()] = Plain(term, words or term, meaning)
    return tuple(entries.values())


@cache
def glossary() -> dict[str, Plain]:
    """Our own entries, by the term in lower case."""
    text = files("notegen").joinpath("data", "glossary.txt").read_text(encoding="utf-8")
    return {entry.term.lower(): entry for entry in read_glossary(text)}


def in_plain_words(text: str) -> PlainText:
    """The text with each clinical term said plainly; of two that overlap the longer one counts.

    A plural of a term is the term. A capital at the start of the text stays one.
    """
    found: dict[str, Plain] = {}

    def replace(match: re.Match[str]) -> str:
        low = match.group().lower()
        entry = glossary().get(low) or glossary()[low.removesuffix("s")]
        found.setdefault(entry.term, entry)
        if entry.words == entry.term == entry.term.lower():
            return match.group()
        return entry.words

    plain = _terms().sub(replace, text)
    if text[:1].isupper():
        plain = plain[:1].upper() + plain[1:]
    return PlainText(plain, tuple(found.values()))


@cache
def _terms() -> re.Pattern[str]:
    names = sorted(glossary(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b", re.IGNORECASE)
