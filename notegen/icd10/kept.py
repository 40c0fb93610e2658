"""The files of official ICD-10-CM releases that were imported."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from notegen.icd10.official import Part, PartKind, read_parts

_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The same files give the same bytes whenever they are imported."""
_ALONE = "index.zip"


class Kept:
    """A folder with a zip file for each year, and one of an index that came without codes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of_year(self, year: int) -> Path | None:
        """The file of that year, where its codes were imported."""
        path = self.folder / f"{year}.zip"
        return path if path.is_file() else None

    def index_alone(self) -> Path | None:
        """The file of an index for the codes that are installed."""
        path = self.folder / _ALONE
        return path if path.is_file() else None

    def years(self) -> tuple[int, ...]:
        """The years whose codes were imported, the first one first."""
        return tuple(sorted(int(p.stem) for p in self.folder.glob("*.zip") if p.stem.isdecimal()))

    def stage(self, parts: Iterable[Part], year: int | None, folder: Path) -> Path:
        """Write into `folder` what the year's file will be: these parts, others as they are.

        Without a year it is the index for the codes that are installed.
        """
        name = _ALONE if year is None else f"{year}.zip"
        before = self.folder / name
        merged = {p.kind: p for p in (read_parts((before,)) if before.is_file() else ())}
        merged |= {part.kind: part for part in parts}
        staged = folder / name
        with zipfile.ZipFile(staged, "w", zipfile.ZIP_DEFLATED) as archive:
            for kind, part in merged.items():
                ending = "txt" if kind is PartKind.ORDER else "xml"
                member = zipfile.ZipInfo(f"icd10cm-{kind}-{year or part.year}.{ending}", _NO_DATE)
                archive.writestr(member, part.data, zipfile.ZIP_DEFLATED)
        return staged
