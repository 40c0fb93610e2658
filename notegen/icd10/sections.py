"""The parts of a note that mean different things for coding."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Zone(StrEnum):
    """What a mention in this part of a note says about the patient."""

    ASSESSMENT = "assessment"
    PLAN = "plan"
    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    REVIEW = "review of systems"
    PAST = "past history"
    FAMILY = "family history"
    SURGERY = "surgical history"
    SOCIAL = "social history"
    ALLERGIES = "allergies"
    MEDICATIONS = "medications"
    SPOKEN = "spoken"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: characters `start` to `end` (exclusive), and the zone it is in."""

    start: int
    end: int
    text: str
    zone: Zone


_NAMES = (
    (re.compile(r"family|fhx?$"), Zone.FAMILY),
    (re.compile(r"surgical|surgeries|procedure|psh$"), Zone.SURGERY),
    (re.compile(r"review of (?:the )?systems?|ros$"), Zone.REVIEW),
    (re.compile(r"social|sh$"), Zone.SOCIAL),
    (re.compile(r"allerg"), Zone.ALLERGIES),
    (re.compile(r"medications?$|meds$"), Zone.MEDICATIONS),
    (re.compile(r"assess|impression|diagnos[ie]s|problems?$|problem list|^a ?[/&]? ?p$"),
     Zone.ASSESSMENT),
    (re.compile(r"plan|instruction|recommendation|disposition|^p$"), Zone.PLAN),
    (re.compile(r"present illness|hpi$|chief|complaint|^cc$|subjective|reason for|interval"),
     Zone.SUBJECTIVE),
    (re.compile(r"history|pmhx?$"), Zone.PAST),
    (re.compile(r"exam|objective|vital|results?|findings|^pe$|labs?$|imaging"), Zone.OBJECTIVE),
)  # fmt: skip
_HEADING = re.compile(r"^\W*([A-Za-z][A-Za-z/& ]{0,40}?)\s*:?\s*$")
_LEAD = re.compile(r"^\W*([A-Za-z][A-Za-z/& ]{1,40}?):\s+(?=\S)")
_BULLET = re.compile(r"^[\s•*\-\u2013]*(?:\d+[.)]\s*)?")


def zone_of(name: str) -> Zone | None:
    """The zone that a section's name stands for; None for a name that is not known."""
    lowered = name.strip().lower().rstrip(":")
    for pattern, zone in _NAMES:
        if pattern.search(lowered):
            return zone
    return None


def read_lines(text: str, zone: Zone, *, headings: bool) -> tuple[Line, ...]:
    """The lines of a text that are not empty.

    With `headings`, a line that is nothing but a section's name (in capitals or with a colon)
    starts that zone; without, the whole text lies in `zone`.
    """
    lines: list[Line] = []
    start = 0
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        begin, start = start, start + len(raw)
        named = _heading_zone(line) if headings else None
        if named is not None:
            zone = named
        elif line.strip():
            lead = _LEAD.match(line) if headings else None
            own = zone_of(lead.group(1)) if lead is not None and lead.group(1).isupper() else None
            lines.append(Line(begin, begin + len(line), line, own or zone))
    return tuple(lines)


def head_of(line: str) -> tuple[int, int]:
    """Start and end of what a problem line names before it goes on (`1. Gout. Stable` -> Gout)."""
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet is not None else 0
    stop = re.compile(r"[.:;](?=\s|$)|\s[-\u2013]\s").search(line, start)
    return start, stop.start() if stop is not None else len(line.rstrip())


def _heading_zone(line: str) -> Zone | None:
    match = _HEADING.match(line)
    if match is None or not (match.group(1).isupper() or line.rstrip().endswith(":")):
        return None
    return zone_of(match.group(1))
