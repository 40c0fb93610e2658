"""Phrases with gold codes, and how often search finds them."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from notegen.icd10.search import Found, search
from notegen.icd10.table import IcdTable

DAY = date(2026, 9, 30)
"""The last day of the release whose codes the gold lists use."""
PHRASES = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Query:
    """A phrase, the codes that are right for it, and the document or area that it is from."""

    phrase: str
    gold: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares of the queries with a right code among the first 1, 5, 10; mean reciprocal rank
    within 10; share whose first code has the right three characters."""

    queries: int
    exact_at_1: float
    exact_at_5: float
    exact_at_10: float
    reciprocal_rank: float
    category_at_1: float


def read_phrases(path: Path) -> tuple[Query, ...]:
    """The queries of a file of phrases: phrase, codes with | between, area."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return tuple(Query(phrase, frozenset(codes.split("|")), area) for phrase, codes, area in rows)


def codiesp_queries(data: Path) -> tuple[Query, ...]:
    return tuple(
        Query(row["phrase_en"], frozenset(row["gold"].split(",")), row["file"])
        for row in _codiesp_rows(data)
    )


def published_pick(data: Path) -> float:
    """Share of mentions whose gold holds the pick of the published GPT-4 system."""
    rows = _codiesp_rows(data)
    right = sum(row["gpt4_rag_pick"] in row["gold"].split(",") for row in rows)
    return round(right / len(rows), 3)


def halves(queries: Sequence[Query]) -> tuple[tuple[Query, ...], tuple[Query, ...]]:
    """The queries to choose weights by, and the others; a document is in one half."""
    chosen = [query for query in queries if not sum(map(ord, query.source)) % 2]
    others = [query for query in queries if sum(map(ord, query.source)) % 2]
    return tuple(chosen), tuple(others)


def recall(
    table: IcdTable, queries: Sequence[Query], *, misses: bool = False, misheard: bool = True
) -> Recall:
    """`misses` prints on stderr what was not found first; `misheard` as in search."""
    ranks: list[int] = []
    category = 0
    for query in queries:
        found = search(table, query.phrase, DAY, misheard=misheard)
        codes = [one.resolved.entry.code for one in found]
        ranks.append(rank(found, query.gold))
        category += codes[:1] != [] and codes[0][:3] in {g[:3] for g in query.gold}
        if misses and ranks[-1] != 1:
            print(query.phrase, sorted(query.gold), codes[:5], file=sys.stderr)
    count = len(ranks)
    within = [sum(0 < r <= most for r in ranks) for most in (1, 5, 10)]
    reciprocal = sum(1 / r for r in ranks if r)
    shares = (round(x / count, 3) for x in (*within, reciprocal, category))
    return Recall(count, *shares)


def rank(found: Sequence[Found], gold: frozenset[str]) -> int:
    """The place of the first right code, from 1; 0 where there is none."""
    places = (n for n, one in enumerate(found, 1) if one.resolved.entry.code in gold)
    return next(places, 0)


def _codiesp_rows(data: Path) -> list[dict[str, str]]:
    with (data / "codiesp" / "mentions_dev.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
