"""The longest common subsequence of two sequences of words.

Where there are several, it is the one that rouge-score 0.1.2 reads out of its table; here each
row of the table is a bit vector (Hyyro 2004, "Bit-parallel LCS-length computation revisited").
"""

from collections.abc import Sequence


def common_positions(reference: Sequence[str], other: Sequence[str]) -> tuple[int, ...]:
    """Where in the reference the words of the longest common subsequence stand, rising."""
    rows = _rows(reference, other)
    found: list[int] = []
    i, j = len(reference), len(other)
    while i > 0 and j > 0 and rows[i]:
        if reference[i - 1] == other[j - 1]:
            found.append(i - 1)
            i, j = i - 1, j - 1
        elif _length(rows[i], j - 1) > _length(rows[i - 1], j):
            j -= 1
        else:
            i -= 1
    return tuple(reversed(found))


def _rows(reference: Sequence[str], other: Sequence[str]) -> tuple[int, ...]:
    """Row `i` is about the first `i` words of the reference.

    Bit `j` is set where word `j` of the other sequence makes the subsequence longer by one.
    """
    places: dict[str, int] = {}
    for place, word in enumerate(other):
        places[word] = places.get(word, 0) | 1 << place
    every = (1 << len(other)) - 1
    rows = [0]
    unset = every
    for word in reference:
        matched = unset & places.get(word, 0)
        unset = (unset + matched | unset - matched) & every
        rows.append(every & ~unset)
    return tuple(rows)


def _length(row: int, words: int) -> int:
    """How long the subsequence is within so many words of the other sequence."""
    return (row & (1 << words) - 1).bit_count()
