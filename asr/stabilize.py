"""Which words of a growing hypothesis are settled: two passes in a row must agree on them.

LocalAgreement-2 (Liu et al. 2020; Macháček et al. 2023) on normalised words. The last word is held
back, since its end may not have been heard, as is a number until the word after it, since "fifty"
may become "fifty five" and no dose should be read without its unit.
"""

import unicodedata
from dataclasses import dataclass

from asr.numerals import is_numeral


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as the engine wrote it (with its punctuation), made of these tokens."""

    text: str
    tokens: tuple[int, ...]


class Stabilizer:
    """Settles the words of one segment; takes each pass's words after those settled before it."""

    def __init__(self) -> None:
        self._settled: tuple[Piece, ...] = ()
        self._tail: tuple[Piece, ...] = ()

    @property
    def settled(self) -> tuple[Piece, ...]:
        """Never shrinks, never changes."""
        return self._settled

    @property
    def tail(self) -> tuple[Piece, ...]:
        """What the last pass heard after the settled words."""
        return self._tail

    def accept(self, tail: tuple[Piece, ...]) -> None:
        """Take what a pass heard after the settled words."""
        count = _agreed(self._tail, tail)
        count = min(count, len(tail) - 1)
        while count > 0 and is_numeral(normal(tail[count - 1].text)):
            count -= 1
        count = max(count, 0)
        self._settled += tail[:count]
        self._tail = tail[count:]


def _agreed(before: tuple[Piece, ...], now: tuple[Piece, ...]) -> int:
    """How many words at the start are the same in both."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if normal(old.text) != normal(new.text):
            break
        count += 1
    return count


def normal(word: str) -> str:
    """The word in lower case without punctuation."""
    letters = unicodedata.normalize("NFC", word).casefold()
    return "".join(c for c in letters if not unicodedata.category(c).startswith(("P", "Z")))
