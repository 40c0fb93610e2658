"""The files of an official ICD-10-CM release, as they are downloaded."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from scribe.errors import InputError

_LARGEST = 64 << 20
"""Bytes of one file; the largest official one, the order file, has 15 million."""
_MOST_FILES = 2_000
"""Members of a zip or files of a folder that are looked at."""
_DEEPEST = 2
"""Zip files within zip files."""
_RECOGNISED = re.compile(
    r"icd-?10-?cm?[-_ ]*(order|tabular|eindex|index|neoplasm|drug)(?!.*addend).*\.(txt|xml)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_VERSION = re.compile(rb"<version>\s*(20\d\d)\b")
EXPECTED = (
    "expected files of an official release, such as icd10cm-order-2027.txt,"
    " icd10cm-tabular-2027.xml or icd10cm-index-2027.xml, or the zip files that hold them"
)


class PartKind(StrEnum):
    """What a file of a release holds; the values are the words in the names of the files."""

    ORDER = "order"
    TABULAR = "tabular"
    INDEX = "index"
    EXTERNAL = "eindex"
    NEOPLASM = "neoplasm"
    DRUG = "drug"


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a release. `year` is what it says itself in its text or name, 0 if nothing."""

    kind: PartKind
    name: str
    year: int
    data: bytes


def read_parts(paths: Iterable[Path]) -> tuple[Part, ...]:
    """The recognised files in folders, in zip files, or given by themselves; one of each kind.

    Nothing is unpacked to disk. Raises InputError where there is none, where there are two of a
    kind, or where a zip file is broken, locked, too large, or holds paths that lead out of it.
    """
    parts: dict[PartKind, Part] = {}
    given = tuple(paths)
    for part in (p for path in given for p in _at(path)):
        known = parts.setdefault(part.kind, part)
        if known.data != part.data:
            raise InputError(
                f"{part.name}: expected one {part.kind} file, found {known.name} beside it"
            )
    if not parts:
        names = ", ".join(path.name for path in given)
        raise InputError(f"{names or 'no path'}: {EXPECTED}; found none")
    return tuple(parts[kind] for kind in PartKind if kind in parts)


def year_of(parts: Iterable[Part]) -> int:
    """The fiscal year that the parts agree on. Raises InputError where they do not, or say none."""
    years = {part.year: part.name for part in parts if part.year}
    if len(years) == 1:
        return next(iter(years))
    found = ", ".join(f"{year} in {name}" for year, name in sorted(years.items()))
    raise InputError(f"year of the release: expected one year, found {found or 'none'}")


def _at(path: Path) -> Iterator[Part]:
    if path.is_dir():
        for number, file in enumerate(sorted(path.rglob("*"))):
            if number >= _MOST_FILES:
                raise InputError(f"{path.name}: expected at most {_MOST_FILES} files")
            if file.is_file() and _is_of_interest(file.name):
                yield from _within(file.name, _read(file), 0)
    else:
        data = _read(path)
        if not _is_of_interest(path.name):
            raise InputError(f"{path.name}: {EXPECTED}; found another name")
        yield from _within(path.name, data, 0)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        reason = error.strerror
    else:
        return _limited(data, path.name)
    raise InputError(f"{path.name}: expected a readable file, found: {reason}")


def _limited(data: bytes, name: str) -> bytes:
    if len(data) > _LARGEST:
        raise InputError(f"{name}: expected at most {_LARGEST >> 20} MB, found more")
    return data


def _is_of_interest(name: str) -> bool:
    return not name.startswith(".") and (
        name.lower().endswith(".zip") or _RECOGNISED.fullmatch(name.lower()) is not None
    )


def _within(name: str, data: bytes, depth: int) -> Iterator[Part]:
    if name.lower().endswith(".zip"):
        yield from _unzipped(name, data, depth)
        return
    match = _RECOGNISED.fullmatch(name.lower())
    if match is None:
        return
    kind = PartKind(match[1])
    if (match[2] == "txt") is not (kind is PartKind.ORDER):
        return
    stated = _VERSION.search(data[:4096]) if match[2] == "xml" else None
    named = _YEAR.search(name)
    year = int(stated[1]) if stated else int(named[1]) if named else 0
    yield Part(kind, name, year, data)


def _unzipped(name: str, data: bytes, depth: int) -> Iterator[Part]:
    if depth >= _DEEPEST:
        raise InputError(f"{name}: expected zip files at most {_DEEPEST} deep")
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_FILES:
                raise InputError(f"{name}: expected at most {_MOST_FILES} files")
            for member in members:
                inner = PurePosixPath(member.filename.replace("\\", "/"))
                if inner.is_absolute() or ".." in inner.parts:
                    raise InputError(f"{name}: expected paths within it, found one that leads out")
                if member.is_dir() or not _is_of_interest(inner.name):
                    continue
                if member.flag_bits & 1:
                    raise InputError(f"{name}: expected no password, found a locked file")
                with archive.open(member) as file:
                    content = _limited(file.read(_LARGEST + 1), f"{name}, {inner.name}")
                total += len(content)
                if total > 4 * _LARGEST:
                    raise InputError(f"{name}: expected at most {4 * _LARGEST >> 20} MB unpacked")
                yield from _within(inner.name, content, depth + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        broken = True
    else:
        broken = False
    if broken:
        raise InputError(f"{name}: expected a whole zip file, found a broken one")
