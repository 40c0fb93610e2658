"""Whether the chance of a found code is the share of codes that are right at that chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from notegen.icd10.search import search
from notegen.icd10.table import IcdTable
from recipes.code_icd10.recall import DAY, Query

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """First codes of one tenth of the scale: how many, their mean chance, the share right."""

    codes: int
    chance: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Brier score and expected calibration error of all codes found, and of the first ones."""

    brier: float
    error: float
    first_brier: float
    first_error: float
    first: tuple[Bin, ...]


def reliability(table: IcdTable, queries: Sequence[Query]) -> Reliability:
    judged: list[tuple[float, bool]] = []
    first: list[tuple[float, bool]] = []
    for query in queries:
        pairs = [
            (found.chance, found.resolved.entry.code in query.gold)
            for found in search(table, query.phrase, DAY)
        ]
        judged += pairs
        first += pairs[:1]
    return Reliability(
        round(brier(judged), 4),
        round(error(judged), 4),
        round(brier(first), 4),
        round(error(first), 4),
        bins(first),
    )


def brier(judged: Sequence[tuple[float, bool]]) -> float:
    return sum((chance - right) ** 2 for chance, right in judged) / max(len(judged), 1)


def bins(judged: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """One for each tenth in which there is any."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for pair in judged:
        groups.setdefault(min(int(pair[0] * _BINS), _BINS - 1), []).append(pair)
    return tuple(
        Bin(
            len(group),
            round(sum(chance for chance, _ in group) / len(group), 3),
            round(sum(right for _, right in group) / len(group), 3),
        )
        for _, group in sorted(groups.items())
    )


def error(judged: Sequence[tuple[float, bool]]) -> float:
    """Mean distance of chance and share right, over the tenths, by how many are in each."""
    off = sum(b.codes * abs(b.chance - b.right) for b in bins(judged))
    return off / max(len(judged), 1)
