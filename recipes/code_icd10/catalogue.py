"""How many codes are found by their own description."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from notegen.icd10.search import search
from notegen.icd10.table import Entry, IcdTable
from recipes.code_icd10.recall import DAY

_SEED = 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the codes that their description finds first and among five.

    `shared` of the codes have the description of another one.
    """

    codes: int
    shared: int
    first: float
    among_five: float


def billable(table: IcdTable, sample: int = 0) -> tuple[Entry, ...]:
    """All codes that may be billed on the day, or a sample of so many."""
    found = tuple(entry for entry in _below(table, _categories(table)) if entry.billable_on(DAY))
    return tuple(random.Random(_SEED).sample(found, sample)) if sample else found


def coverage(table: IcdTable, entries: Sequence[Entry], *, by_words: bool = False) -> Coverage:
    """`by_words` leaves out that a description is looked up as a whole."""
    first = five = shared = 0
    with _without_lookup() if by_words else _as_it_is():
        for entry in entries:
            found = [f.resolved.entry.code for f in search(table, entry.description, DAY, 5)]
            first += found[:1] == [entry.code]
            five += entry.code in found
    for entry in entries:
        shared += len(table.described(entry.description)) > 1
    count = len(entries)
    return Coverage(count, shared, round(first / count, 4), round(five / count, 4))


def _categories(table: IcdTable) -> tuple[Entry, ...]:
    return table.children("")


def _below(table: IcdTable, entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _below(table, table.children(entry.code))


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _without_lookup() -> Iterator[None]:
    with patch.object(IcdTable, "described", lambda self, text: ()):
        yield
