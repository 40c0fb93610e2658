"""A release of ICD-10-CM as values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")


class Origin(StrEnum):
    """Where a phrase of the official index stands; the values are kinds of table rows."""

    MAIN = "A"
    """A main term: its own code is the default of all that is below it."""
    BELOW = "a"
    TABLE = "t"
    """A line of the neoplasm or drug table: it begins with what the whole table is about."""


@dataclass(frozen=True, slots=True)
class ReleaseCode:
    """A category or code with the notes printed under it; `parent` is empty for a category."""

    code: str
    description: str
    billable: bool
    parent: str
    seventh_character: bool
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IndexPhrase:
    """A phrase of the official index or of one of its tables, with what it stands for.

    `code` is a category or code; what the index leaves open (`H92.0-`) is the part before it.
    """

    text: str
    code: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Release:
    """The codes and index phrases in force for dates of service of one fiscal year.

    `year` is 0 for what is installed with Scribe, which holds two years.
    """

    year: int
    codes: tuple[ReleaseCode, ...]
    phrases: tuple[IndexPhrase, ...] = ()


def fiscal_year(day: date) -> int:
    """The fiscal year of a date of service: it begins on 1 October of the year before."""
    return day.year + (day.month >= 10)


def first_day(year: int) -> date:
    """The first day of a fiscal year."""
    return date(year - 1, 10, 1)


def dotted(code: str) -> str:
    """The code as it is printed: `E1122` is E11.22."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def is_code(text: str) -> bool:
    """True when the text has the form of a category or code with its dot."""
    return _CODE.fullmatch(text) is not None


def with_parents(codes: Iterable[str]) -> dict[str, str]:
    """Each code with the longest other one that it begins with; an empty string for a category."""
    listed = dict.fromkeys(codes)
    parents: dict[str, str] = {}
    for code in listed:
        above = code[:-1].rstrip(".")
        while len(above) >= 3 and above not in listed:
            above = above[:-1].rstrip(".")
        parents[code] = above if len(above) >= 3 else ""
    return parents
