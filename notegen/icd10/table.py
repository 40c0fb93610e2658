"""The ICD-10-CM code table, read only."""

import hashlib
import math
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

from notegen.icd10.lexicon import lexicon_text
from notegen.icd10.postings import Arrays, Postings
from notegen.icd10.respelling import Respeller
from scribe.errors import ModelUnavailable, NotFound

OVERLAY_NAME = "fy2027.tsv"
_SCHEMA_VERSION = "3"
_BATCH = 500
_ONE = r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_CODE = re.compile(rf"\b({_ONE})(?:\.-)?(?:\s*-\s*({_ONE}))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A category or code. `valid_to` is the first day on which it may no longer be billed."""

    code: str
    description: str
    billable: bool
    parent: str
    valid_from: date
    valid_to: date | None
    replaced_by: str

    def in_force(self, day: date) -> bool:
        """True when the entry exists in the release of that day."""
        return self.valid_from <= day

    def billable_on(self, day: date) -> bool:
        """True when the code may be billed for that date of service."""
        return (
            self.billable
            and self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A phrase of the table.

    `kind` is `d` description, `i` inclusion term, `A` main term of the official index, `a` a line
    below one, `t` a line of its tables, or a kind of the lexicon.
    """

    id: int
    code: str
    kind: str
    text: str
    stems: tuple[str, ...]
    key: str


def current_stamp(kept: Path | None = None) -> str:
    """What a table made now would be stamped with: it changes when any of its sources does.

    `kept` holds the official files that it is made of, where it is not of what is installed.
    """
    overlay = files(__package__).joinpath("data", OVERLAY_NAME).read_text(encoding="utf-8")
    words = files(__package__).joinpath("words.py").read_text(encoding="utf-8")
    digest = hashlib.sha256((lexicon_text() + overlay + words).encode()).hexdigest()[:12]
    stamp = f"{_SCHEMA_VERSION} {version('simple-icd-10-cm')} {digest}"
    if kept is None:
        return stamp
    return f"{stamp} {hashlib.sha256(kept.read_bytes()).hexdigest()[:12]}"


class IcdTable:
    """Answers questions about codes; safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        count = int(self._all("SELECT count(*) FROM phrases")[0][0])
        self.weights: dict[str, float] = {}
        """The idf of each stem among all phrases; never changed."""
        for word, phrases in self._all("SELECT stem, phrases FROM words ORDER BY stem"):
            self.weights[word] = math.log(1 + count / (1 + int(phrases)))
        self.unknown_weight = math.log(1 + count)
        parts = [part for (part,) in self._all("SELECT data FROM arrays ORDER BY place")]
        self._postings = Postings(Arrays.of_bytes(parts), self.weights, self.unknown_weight)
        self.first_day = date.fromisoformat(self._all("SELECT min(valid_from) FROM codes")[0][0])
        """The first date of service that the table covers; never changed."""
        last_day = self._all("SELECT value FROM meta WHERE name = 'last_day'")[0][0]
        self.last_day = date.fromisoformat(last_day)
        """The last date of service of the newest release of which anything is in the table."""
        self._entry = lru_cache(maxsize=20_000)(self._read_entry)
        self._children = lru_cache(maxsize=5_000)(self._read_children)

    @classmethod
    def open(cls, path: Path, kept: Path | None = None) -> "IcdTable":
        """Open a table that was built, of the official files in `kept` or of what is installed.

        Raises NotFound if it is absent, ModelUnavailable if it is out of date.
        """
        if not path.is_file():
            raise NotFound(f"code table {path}: no such file; build it with `scribe icd build`")
        if not is_current(path, kept):
            raise ModelUnavailable(f"code table {path}: built from other sources; build it again")
        uri = f"{path.resolve().as_uri()}?mode=ro"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    @classmethod
    def ensure(cls, path: Path, kept: Path | None = None) -> "IcdTable":
        """Open the table, after building it in another process if it is absent or out of date."""
        if not is_current(path, kept):
            sources = [] if kept is None else [str(kept)]
            command = [sys.executable, "-m", "notegen.icd10.build", str(path), *sources]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                last = done.stderr.strip().rpartition("\n")[2]
                raise ModelUnavailable(f"code table {path}: could not be built: {last}")
        return cls.open(path, kept)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> "IcdTable":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def entry(self, code: str) -> Entry | None:
        return self._entry(code)

    def children(self, code: str) -> tuple[Entry, ...]:
        """The entries directly below, in the order of their codes."""
        return self._children(code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The code itself, its parent, and so on up to the category."""
        chain: list[str] = []
        entry = self.entry(code)
        while entry is not None:
            chain.append(entry.code)
            entry = self.entry(entry.parent) if entry.parent else None
        return tuple(chain)

    def notes(self, code: str, kind: str) -> tuple[str, ...]:
        """The notes of a kind printed under the code or under one of its ancestors.

        Kinds: inclusion, includes, excludes1, excludes2, use_additional, code_first, code_also.
        """
        chain = self.ancestors(code)
        marks = ",".join("?" * len(chain))
        rows = self._all(
            f"SELECT text FROM notes WHERE kind = ? AND code IN ({marks})", (kind, *chain)
        )
        return tuple(row[0] for row in rows)

    def excludes(self, code: str, other: str) -> str:
        """The Excludes1 note of one of the two codes that names the other, or an empty string."""
        for a, b in ((code, other), (other, code)):
            for note in self.notes(a, "excludes1"):
                if names_code(note, b):
                    return note
        return ""

    def with_keys(self, keys: Sequence[str]) -> tuple[Listed, ...]:
        """The phrases that have one of the keys."""
        rows: list[Listed] = []
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            rows += self._listed(f"SELECT * FROM phrases WHERE key IN ({marks})", batch)
        return tuple(rows)

    def described(self, text: str) -> tuple[Listed, ...]:
        """The codes that may be billed with this description, whatever its case."""
        sql = (
            "SELECT 0, code, 'd', description, '', '' FROM codes"
            " WHERE description = ? COLLATE NOCASE AND billable ORDER BY code"
        )
        return self._listed(sql, (text,))

    @cached_property
    def respeller(self) -> Respeller:
        """Puts misheard phrases into words of the table; made when it is first asked for."""
        return Respeller(self._all("SELECT value FROM meta WHERE name = 'spoken'")[0][0].split())

    def of_lexicon(self) -> tuple[Listed, ...]:
        """The phrases of our own lexicon, in its order."""
        return self._listed(
            "SELECT * FROM phrases WHERE kind NOT IN ('d', 'i', 'A', 'a', 't') ORDER BY id", ()
        )

    def alike(self, content: Sequence[str], limit: int) -> list[tuple[float, Listed]]:
        """The phrases most like these stems, best first, with their scores in [0, 0.97]."""
        scores = dict(self._postings.best(content, limit))
        marks = ",".join("?" * len(scores))
        rows = self._listed(f"SELECT * FROM phrases WHERE id IN ({marks})", tuple(scores))
        return [(scores[row.id], row) for row in rows]

    def _listed(self, sql: str, values: Sequence[str | int]) -> tuple[Listed, ...]:
        return tuple(
            Listed(int(number), code, kind, text, tuple(stems.split()), key)
            for number, code, kind, text, stems, key in self._all(sql, values)
        )

    def _read_entry(self, code: str) -> Entry | None:
        rows = self._all("SELECT * FROM codes WHERE code = ?", (code,))
        return _entry(rows[0]) if rows else None

    def _read_children(self, code: str) -> tuple[Entry, ...]:
        sql = "SELECT * FROM codes WHERE parent = ? ORDER BY code"
        return tuple(_entry(row) for row in self._all(sql, (code,)))

    def _all(self, sql: str, values: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            rows: list[tuple[str, ...]] = self._connection.execute(sql, values).fetchall()
        return rows


def is_current(path: Path, kept: Path | None = None) -> bool:
    """True when the file is a table built from the sources that there are now."""
    if not path.is_file():
        return False
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchall()
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return rows == [(current_stamp(kept),)]


def names_code(note: str, code: str) -> bool:
    """True when a note's codes or ranges (`I12.-`, `O00-O07, O08.8`) hold the code."""
    for match in _CODE.finditer(note):
        first, last = match.group(1), match.group(2)
        if last is None and code.startswith(first):
            return True
        if last is not None and first <= code[: len(first)] and code[: len(last)] <= last:
            return True
    return False


def _entry(row: tuple[str, ...]) -> Entry:
    code, description, billable, parent, start, end, successor = row
    return Entry(
        code=code,
        description=description,
        billable=bool(billable),
        parent=parent,
        valid_from=date.fromisoformat(start),
        valid_to=date.fromisoformat(end) if end else None,
        replaced_by=successor,
    )
