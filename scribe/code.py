"""ICD-10-CM codes with the words that support them."""

from dataclasses import dataclass
from enum import StrEnum


class Assertion(StrEnum):
    """In what sense a condition is mentioned. Only PRESENT may be coded."""

    PRESENT = "present"
    NEGATED = "negated"
    POSSIBLE = "possible"
    PAST = "past"
    FAMILY = "family"
    HYPOTHETICAL = "hypothetical"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote: characters `start` to `end` (exclusive) of an utterance's or section's text.

    Exactly one of `utterance` (its id) and `section` (its name) is given. The text of a section
    is what `scribe.note.section_text` returns for it.
    """

    start: int
    end: int
    quote: str
    utterance: str | None = None
    section: str | None = None

    def __post_init__(self) -> None:
        if (self.utterance is None) == (self.section is None):
            raise ValueError("evidence is in an utterance or in a section, not in both or neither")


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another code for the same mention."""

    code: str
    display: str
    score: float


@dataclass(frozen=True, slots=True)
class Code:
    """A suggested code. `score` in [0, 1]; `rules` say in words what changed it and why."""

    code: str
    display: str
    billable: bool
    score: float
    assertion: Assertion
    evidence: tuple[Evidence, ...]
    rules: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCoded:
    """A condition that is mentioned and yet not coded, with the reason."""

    mention: str
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """What a note should be coded as, and what not."""

    codes: tuple[Code, ...] = ()
    not_coded: tuple[NotCoded, ...] = ()
