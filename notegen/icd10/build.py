"""The compiler of the ICD-10-CM code table.

Run as `python -m notegen.icd10.build FILE [KEPT]`: a whole release is in memory while it runs.
"""

import os
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from notegen.icd10.assembly import Assembled, assemble, has_codes
from notegen.icd10.installed import FIRST_DAY, OVERLAY_YEAR, read_installed
from notegen.icd10.lexicon import NO_CODE, Kind, lexicon_text, read_lexicon
from notegen.icd10.official import read_parts
from notegen.icd10.postings import invert
from notegen.icd10.release import IndexPhrase, Origin, Release, ReleaseCode, first_day
from notegen.icd10.respelling import spoken_words
from notegen.icd10.table import OVERLAY_NAME, current_stamp
from notegen.icd10.words import key, sides, stems

OVERLAY_FIRST_DAY = first_day(OVERLAY_YEAR).isoformat()

_SCHEMA = """
CREATE TABLE codes (code TEXT PRIMARY KEY, description TEXT NOT NULL, billable INTEGER NOT NULL,
    parent TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, replaced_by TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE notes (code TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE phrases (id INTEGER PRIMARY KEY, code TEXT NOT NULL, kind TEXT NOT NULL,
    text TEXT NOT NULL, stems TEXT NOT NULL, key TEXT NOT NULL);
CREATE TABLE words (stem TEXT PRIMARY KEY, phrases INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE arrays (place INTEGER PRIMARY KEY, data BLOB NOT NULL);
"""
_INDEXES = """
CREATE INDEX codes_parent ON codes(parent);
CREATE INDEX codes_description ON codes(description COLLATE NOCASE);
CREATE INDEX notes_code ON notes(code);
CREATE INDEX phrases_key ON phrases(key);
"""

_UNSPOKEN = frozenset((Kind.MEDICATION, Kind.NOTHING, Origin.TABLE))
"""Kinds of phrases whose words a misheard word is never taken for."""

Row = tuple[str, str, str, str, str]
"""code, kind, text, stems, key of a phrase."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a table holds; `dropped` index phrases name codes that its release does not have."""

    codes: int
    billable: int
    index_phrases: int
    dropped: int


def build_table(path: Path, kept: Path | None = None) -> Counts:
    """Compile the file `path`: of the official files in `kept`, or of what is installed.

    `kept` is named after its year. Where it holds no codes its index phrases are added to what is
    installed. Raises InputError for files that cannot be read.
    """
    if kept is None:
        return compile_table(path, Assembled(Release(0, read_installed()), 0), current_stamp())
    parts = read_parts((kept,))
    year = int(kept.stem) if has_codes(parts) else 0
    return compile_table(path, assemble(parts, year), current_stamp(kept))


def compile_table(path: Path, assembled: Assembled, stamp: str) -> Counts:
    """Compile a release into the SQLite file `path`; the file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    os.close(handle)
    try:
        with closing(sqlite3.connect(name)) as connection, connection:
            _write(connection, assembled.release, stamp)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
    codes = assembled.release.codes
    return Counts(
        codes=len(codes),
        billable=sum(code.billable for code in codes),
        index_phrases=len(assembled.release.phrases),
        dropped=assembled.dropped,
    )


def _write(connection: sqlite3.Connection, release: Release, stamp: str) -> None:
    connection.executescript(_SCHEMA)
    added, ended = _overlay() if not release.year else ((), {})
    begin, end = _validity(release.year)
    rows = [
        (c.code, c.description, c.billable, c.parent, begin, *ended.get(c.code, (end, "")))
        for c in release.codes
    ]
    # A child of a code that has ended goes out of force with it, where nothing replaces it.
    rows += [
        (c.code, c.description, c.billable, c.parent, OVERLAY_FIRST_DAY, None, "") for c in added
    ]
    connection.executemany("INSERT INTO codes VALUES (?,?,?,?,?,?,?)", rows)
    connection.executemany(
        "INSERT INTO notes VALUES (?,?,?)",
        ((c.code, kind, text) for c in release.codes for kind, text in c.notes),
    )
    phrases = tuple(_phrases((*release.codes, *added), release.phrases))
    connection.executemany(
        "INSERT INTO phrases(code, kind, text, stems, key) VALUES (?,?,?,?,?)", phrases
    )
    counts = Counter(s for row in phrases for s in set(row[3].split()))
    connection.executemany("INSERT INTO words VALUES (?,?)", counts.items())
    indexed = ((code, kind, tuple(content.split())) for code, kind, _, content, _ in phrases)
    arrays = invert(indexed, sorted(counts, key=str.encode))
    connection.executemany("INSERT INTO arrays(data) VALUES (?)", ((a,) for a in arrays.to_bytes()))
    spoken = spoken_words(text for _, kind, text, _, _ in phrases if kind not in _UNSPOKEN)
    connection.execute("INSERT INTO meta VALUES ('spoken', ?)", (" ".join(spoken),))
    last = first_day((release.year or OVERLAY_YEAR) + 1) - timedelta(days=1)
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", (("stamp", stamp), ("last_day", last.isoformat()))
    )
    connection.executescript(_INDEXES)


def _validity(year: int) -> tuple[str, str | None]:
    """From when, and until before when, the codes of a year may be billed."""
    if not year:
        return FIRST_DAY.isoformat(), None
    return first_day(year).isoformat(), first_day(year + 1).isoformat()


def _overlay() -> tuple[tuple[ReleaseCode, ...], dict[str, tuple[str, str]]]:
    added: list[ReleaseCode] = []
    ended: dict[str, tuple[str, str]] = {}
    text = files(__package__).joinpath("data", OVERLAY_NAME).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        code, change, other, description = line.split("\t")
        if change == "ended":
            ended[code] = (OVERLAY_FIRST_DAY, other)
        else:
            added.append(ReleaseCode(code, description, True, other, False, ()))
    parents = {c.parent for c in added}
    return tuple(replace(c, billable=c.code not in parents) for c in added), ended


def _phrases(codes: Iterable[ReleaseCode], index: Iterable[IndexPhrase]) -> Iterator[Row]:
    """Lexicon phrases first, the index last: of equal phrases the first one is found."""
    rows = tuple(_of_release(codes))
    yield from rows
    taken = {(code, found) for code, _, _, _, found in rows}
    for phrase in index:
        row = _row(phrase.code, phrase.origin, phrase.text)
        if row[4] and (row[0], row[4]) not in taken:
            taken.add((row[0], row[4]))
            yield row


def _of_release(codes: Iterable[ReleaseCode]) -> Iterator[Row]:
    codes = tuple(codes)
    there = {c.code for c in codes}
    for phrase in read_lexicon(lexicon_text()):
        # A code that the release does not have would hide what the release itself says.
        if phrase.code in there or phrase.code == NO_CODE:
            yield _row(phrase.code, phrase.kind, phrase.text)
    listed = [c for c in codes if not c.seventh_character]
    keys = {c.code: key(stems(c.description)) for c in listed}
    sided = {(c.parent, keys[c.code]) for c in listed if c.parent and sides(c.description)}
    for code in listed:
        # What differs from its parent by side or by "unspecified" alone is found through the
        # parent and completed from the context.
        target = code.parent if (code.parent, keys[code.code]) in sided else code.code
        if not (keys.get(code.parent) == keys[code.code] and _only_completes(code)):
            yield _row(target, "d", code.description)
        for kind, text in code.notes:
            if kind == "inclusion":
                yield _row(code.code, "i", text)


def _only_completes(code: ReleaseCode) -> bool:
    return bool(sides(code.description)) or "unspecified" in code.description.lower()


def _row(code: str, kind: str, text: str) -> Row:
    content = stems(text)
    # "Other pneumonia" is not what "pneumonia" means: no key, found by search only.
    generic = kind not in set(Kind) and text.lower().startswith(("other ", "unspecified "))
    return code, kind, text, " ".join(content), "" if generic else key(content)


if __name__ == "__main__":
    build_table(Path(sys.argv[1]), *map(Path, sys.argv[2:3]))
