"""The ICD-10-CM tables of all years, each opened when a date of service asks for it."""

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from notegen.icd10.build import build_table
from notegen.icd10.installed import installed_releases
from notegen.icd10.kept import Kept
from notegen.icd10.official import PartKind, read_parts
from notegen.icd10.release import first_day, fiscal_year
from notegen.icd10.table import IcdTable
from scribe.errors import InputError


@dataclass(frozen=True, slots=True)
class YearOnShelf:
    """The release of a fiscal year, in force from `valid_from` until before `valid_to`.

    `parts` are the official files that were imported for it.
    """

    year: int
    valid_from: date
    valid_to: date
    source: str
    parts: tuple[PartKind, ...]


class Shelf:
    """Tables by date of service; safe to share between threads.

    `built_in` is the table of what is installed; the folder of `kept` holds the imported years,
    which go before it.
    """

    def __init__(self, built_in: Path, kept: Kept) -> None:
        self._built_in = built_in
        self._kept = kept
        self._lock = threading.Lock()
        self._open: dict[tuple[Path, int], IcdTable] = {}

    def of(self, day: date) -> IcdTable:
        """The table in force on that day, built first where it is missing or out of date.

        It stays open until the shelf is closed. Raises InputError for a day before all tables
        that there are, ModelUnavailable where one cannot be built.
        """
        year = fiscal_year(day)
        kept = self._kept.of_year(year)
        if kept is not None:
            return self._table(kept.with_suffix(".sqlite"), kept)
        table = self._table(self._built_in, self._kept.index_alone())
        if day < table.first_day:
            raise InputError(
                f"date of service {day}: expected {table.first_day} or later, the first day that"
                f" the code table covers, or the release of {year} by `scribe icd import`"
            )
        return table

    def years(self) -> tuple[YearOnShelf, ...]:
        """The years there are, the first one first; an imported one in place of an installed."""
        alone = _parts(self._kept.index_alone())
        held = {year: (source, alone) for year, source in installed_releases()}
        for year in self._kept.years():
            held[year] = ("imported", _parts(self._kept.of_year(year)))
        return tuple(
            YearOnShelf(year, first_day(year), first_day(year + 1), *held[year])
            for year in sorted(held)
        )

    def rebuild(self) -> tuple[Path, ...]:
        """Build every table anew; those that are open stay as they are."""
        made = [(self._built_in, self._kept.index_alone())]
        for year in self._kept.years():
            kept = self._kept.of_year(year)
            if kept is not None:
                made.append((kept.with_suffix(".sqlite"), kept))
        for path, kept in made:
            build_table(path, kept)
        return tuple(path for path, _ in made)

    def close(self) -> None:
        with self._lock:
            for table in self._open.values():
                table.close()
            self._open.clear()

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _table(self, path: Path, kept: Path | None) -> IcdTable:
        """A release that is imported again while the shelf is in use is opened beside the old."""
        written = kept.stat().st_mtime_ns if kept is not None else 0
        with self._lock:
            table = self._open.get((path, written))
            if table is None:
                table = self._open[path, written] = IcdTable.ensure(path, kept)
            return table


def _parts(kept: Path | None) -> tuple[PartKind, ...]:
    return tuple(part.kind for part in read_parts((kept,))) if kept is not None else ()
