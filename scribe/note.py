"""The clinical note, every statement of which points at what was said."""

from dataclasses import dataclass, replace
from enum import StrEnum

from scribe.code import Code, NotCoded
from scribe.summary import NO_SUMMARY, PatientSummary


class Severity(StrEnum):
    """How much harm may follow when a flag is ignored."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class FlagKind(StrEnum):
    """Why a clinician should look again."""

    NOTHING_TO_DOCUMENT = "nothing_to_document"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    UNCITED = "uncited"
    POSSIBLY_MISSED = "possibly_missed"
    LOW_CONFIDENCE = "low_confidence"
    ROLES_UNSURE = "roles_unsure"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at again: a statement (by id), utterances (by id), or the whole note."""

    kind: FlagKind
    severity: Severity
    message: str
    statement: str | None = None
    utterances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the note and the ids of the utterances that support it.

    `edited` is true once a person has changed or written it.
    """

    id: str
    text: str
    evidence: tuple[str, ...]
    edited: bool = False


class Style(StrEnum):
    """How the statements of a section stand: run on as prose, or one in each line."""

    SENTENCES = "sentences"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of the note.

    `required` is true when it is shown though it has no statement.
    """

    name: str
    statements: tuple[Statement, ...]
    style: Style = Style.LIST
    required: bool = False


NOT_RECORDED = "Not recorded."
"""What stands in a required section of which nothing was said."""


class MedicationStatus(StrEnum):
    """What the visit says of a medication."""

    CURRENT = "current"
    STARTED = "started"
    STOPPED = "stopped"
    CHANGED = "changed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Medication:
    """A medication as it was spoken of; what was not said is an empty string.

    `reason` is what it is taken for, `adherence` how regularly (`doses missed`), `previous_dose`
    the dose that was changed.
    """

    name: str
    dose: str
    route: str
    frequency: str
    status: MedicationStatus
    evidence: tuple[str, ...]
    reason: str = ""
    adherence: str = ""
    previous_dose: str = ""


class OrderKind(StrEnum):
    """What is ordered."""

    MEDICATION = "medication"
    LAB = "lab"
    IMAGING = "imaging"
    PROCEDURE = "procedure"
    REFERRAL = "referral"


class OrderStatus(StrEnum):
    """What the visit decided: `considered` is not decided yet, the rest but `ordered` is of
    medicines alone."""

    ORDERED = "ordered"
    CHANGED = "changed"
    CONTINUED = "continued"
    STOPPED = "stopped"
    CONSIDERED = "considered"


@dataclass(frozen=True, slots=True)
class Order:
    """Something the clinician orders; `reason` is empty where none was said."""

    kind: OrderKind
    description: str
    reason: str
    status: OrderStatus
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An appointment to come: an interval or a date as it was said, with whom; or one of both."""

    when: str
    with_whom: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A drafted note. `writer` names what wrote it, `language` is a BCP 47 tag."""

    template: str
    language: str
    writer: str
    sections: tuple[Section, ...]
    medications: tuple[Medication, ...] = ()
    codes: tuple[Code, ...] = ()
    not_coded: tuple[NotCoded, ...] = ()
    flags: tuple[Flag, ...] = ()
    orders: tuple[Order, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    patient_summary: PatientSummary = NO_SUMMARY

    @property
    def is_empty(self) -> bool:
        """True when there was nothing to document."""
        return not any(section.statements for section in self.sections)

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(s for section in self.sections for s in section.statements)

    @property
    def text(self) -> str:
        """The note as plain text: each section's name in capitals, then its statements.

        Empty when there was nothing to document.
        """
        if self.is_empty:
            return ""
        shown = (s for s in self.sections if s.statements or s.required)
        return "\n\n".join(f"{s.name.upper()}\n{_shown(s)}" for s in shown)

    def statement(self, statement_id: str) -> Statement | None:
        return next((s for s in self.statements if s.id == statement_id), None)

    def with_statement(self, changed: Statement) -> "Note":
        """The same note with the statement of this id replaced, or removed if its text is empty.

        Lines for the patient that rest on the same utterances as what is changed are taken out:
        they may say what a person has just found to be wrong.
        """
        old = self.statement(changed.id)
        outdated = frozenset(old.evidence) if old and old.text != changed.text else frozenset()
        return replace(
            self,
            patient_summary=self.patient_summary.without(outdated),
            sections=tuple(
                replace(
                    section,
                    statements=tuple(
                        changed if s.id == changed.id else s
                        for s in section.statements
                        if s.id != changed.id or changed.text
                    ),
                )
                for section in self.sections
            ),
        )

    def with_added(self, section_name: str, statement: Statement) -> "Note":
        """The same note with one more statement at the end of the named section."""
        return replace(
            self,
            sections=tuple(
                replace(s, statements=(*s.statements, statement)) if s.name == section_name else s
                for s in self.sections
            ),
        )


def section_text(section: Section) -> str:
    """The statements of a section, one a line. Character spans of evidence count in this text."""
    return "\n".join(statement.text for statement in section.statements)


def _shown(section: Section) -> str:
    """As `section_text`, but in the section's style; character spans are the same."""
    between = " " if section.style is Style.SENTENCES else "\n"
    return between.join(statement.text for statement in section.statements) or NOT_RECORDED


def nothing_to_document(template: str, language: str, writer: str, reason: str) -> Note:
    """The answer to a recording without clinical content: no section, one flag that says why."""
    flag = Flag(FlagKind.NOTHING_TO_DOCUMENT, Severity.INFO, reason)
    return Note(template, language, writer, sections=(), flags=(flag,))
