"""The import of an official ICD-10-CM release."""

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from notegen.icd10.assembly import has_codes
from notegen.icd10.build import Counts, build_table
from notegen.icd10.kept import Kept
from notegen.icd10.official import PartKind, read_parts, year_of

EARLIEST, LATEST = 2016, 2099
"""ICD-10-CM came into use on 1 October 2015."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was imported: of which year, which files, and what the table holds now.

    `added_to_installed` where an index came without codes, for the codes that are installed.
    """

    year: int
    parts: tuple[PartKind, ...]
    added_to_installed: bool
    counts: Counts


def take_in(paths: Iterable[Path], kept: Kept, built_in: Path, year: int | None = None) -> Intake:
    """Import files, folders or zip files; all of it or nothing.

    The year is what the files say unless one is given. A file replaces one of its kind that was
    imported for that year; what else was imported for it stays. Raises InputError for what cannot
    be read, with nothing changed.
    """
    parts = read_parts(paths)
    year = year_of(parts) if year is None else year
    alone = not has_codes(parts) and kept.of_year(year) is None
    kept.folder.mkdir(parents=True, exist_ok=True)
    # In the same folder, so that each file is put in its place in one step.
    with tempfile.TemporaryDirectory(dir=kept.folder) as name:
        staged = kept.stage(parts, None if alone else year, Path(name))
        table = staged.with_suffix(".sqlite")
        counts = build_table(table, staged)
        target = kept.folder / staged.name
        os.replace(staged, target)
        # Were this the last thing done, the table would be built again when it is first used.
        os.replace(table, built_in if alone else target.with_suffix(".sqlite"))
    return Intake(year, tuple(part.kind for part in parts), alone, counts)
