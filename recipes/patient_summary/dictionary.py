"""How many syllables words have by a pronouncing dictionary."""

from collections.abc import Iterable
from pathlib import Path

from pocketsphinx import get_model_path

from notegen.readability import syllables

VOWELS = frozenset(
    ("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW")
)


def pronounced() -> dict[str, int]:
    """Syllables of each word, by its first pronunciation: CMUdict as pocketsphinx carries it."""
    path = Path(get_model_path()) / "en-us" / "cmudict-en-us.dict"
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *phones = line.split()
        if "(" not in word:
            counts[word] = sum(phone in VOWELS for phone in phones)
    return counts


def agreement(words: Iterable[str]) -> tuple[float, int]:
    """Percent of the words, as often as they occur, that our rules count as the dictionary does.

    Then how many more syllables the rules count in all. Words that it lacks are passed over, so is
    `mg`, which people read in full.
    """
    known = pronounced()
    pairs = [
        (syllables(word), known[word.lower()])
        for word in words
        if word.lower() in known and word.lower() != "mg"
    ]
    right = sum(ours == theirs for ours, theirs in pairs)
    return 100 * right / max(1, len(pairs)), sum(ours - theirs for ours, theirs in pairs)
