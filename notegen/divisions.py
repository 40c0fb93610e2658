"""The four divisions of a note by which ACI-BENCH scores it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Division(StrEnum):
    """A division; in this order the first whose header begins a line wins that line."""

    SUBJECTIVE = "subjective"
    OBJECTIVE_EXAM = "objective_exam"
    OBJECTIVE_RESULTS = "objective_results"
    ASSESSMENT_AND_PLAN = "assessment_and_plan"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a note, its header and its line breaks included."""

    division: Division
    text: str


_ANY_SPACE = r"\s*"
_LABELS = (
    (
        Division.SUBJECTIVE,
        (
            *("cc", "chief complaint", "reason for visit", "history", "history of present illness"),
            *("hpi", "hpi notes", "interval history", "interval hx", "subjective", "ros"),
            *("review of system", "review of systems"),
        ),
        ("chief complaint", "history of present illness", "hpi", "social history", "past history"),
    ),
    (
        Division.OBJECTIVE_EXAM,
        ("physical exam", "physical examination", "pe", "physical findings", "examination", "exam"),
        ("physical exam", "vitals reviewed"),
    ),
    (Division.OBJECTIVE_RESULTS, ("results", "findings"), ("results",)),
    (
        Division.ASSESSMENT_AND_PLAN,
        (
            *("assessment", "a", "plan", "plan of care", "p", "medical decision-making plan", "ap"),
            *("a / p", "assessment and plan", "assessment & plan", "disposition / plan"),
        ),
        ("summary plan", "assessment and plan"),
    ),
)
"""For each division the labels that are a header with a colon or alone in their line, then those
that are one wherever they begin a line, whatever follows: even `hpinotes` or `Results pending`."""
_STRICT_COLON = frozenset({"a", "p"})
"""Between these and their colon stands no space."""
_IMPRESSION = re.compile(r"\s*IMPRESSION")
"""In capitals only: in small letters it is a part of results in this corpus."""


def _header(labelled: tuple[str, ...], beginning: tuple[str, ...]) -> re.Pattern[str]:
    colon = (
        f"{_spaced(label)}(?:{'' if label in _STRICT_COLON else _ANY_SPACE}:|{_ANY_SPACE}$)"
        for label in labelled
    )
    forms = "|".join((*colon, *map(_spaced, beginning)))
    return re.compile(rf"\s*(?:{forms})", re.IGNORECASE)


def _spaced(label: str) -> str:
    return _ANY_SPACE.join(map(re.escape, label.split()))


_HEADERS = tuple((division, _header(labelled, starts)) for division, labelled, starts in _LABELS)


def division_of(line: str) -> Division | None:
    """The division whose header begins this line; None where no header does."""
    for division, header in _HEADERS:
        if header.match(line):
            return division
    return Division.ASSESSMENT_AND_PLAN if _IMPRESSION.match(line) else None


def divide(note: str) -> tuple[Part, ...]:
    """The divisions of a note, each at most once, in the order of the text, which they tile.

    The rules are those of the official scorer (github wyim/aci-bench, evaluation), described
    anew. A division begins at the first line with a header of its own; later headers of a division
    that has begun are ignored, so a division goes on until another begins for the first time.
    Text before any header is subjective. Lines end at `\\n` only.
    """
    starts = tuple(_starts(note))
    ends = (*(start for _, start in starts[1:]), len(note))
    return tuple(
        Part(division, note[start:end]) for (division, start), end in zip(starts, ends, strict=True)
    )


def _starts(note: str) -> Iterator[tuple[Division, int]]:
    begun: set[Division] = set()
    offset = 0
    for line in note.split("\n"):
        division = division_of(line)
        if not offset and division is None:
            division = Division.SUBJECTIVE
        if division is not None and division not in begun:
            begun.add(division)
            yield division, offset
        offset += len(line) + 1
