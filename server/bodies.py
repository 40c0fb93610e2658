"""The JSON bodies of requests."""

from dataclasses import dataclass

from scribe.transcript import Role


@dataclass(frozen=True, slots=True)
class NewEncounter:
    """A new encounter; what is empty takes the server's setting, the date is today's."""

    title: str = ""
    language: str = ""
    template: str = ""
    date_of_service: str = ""


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft. `replace_edits` must be true where a person has edited the present note."""

    replace_edits: bool = False


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement's new text; empty removes it. `reason` is needed once the note is signed."""

    text: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class NewStatement:
    """A statement to add to a section."""

    section: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CodeDecision:
    """True accepts, false rejects, null takes the decision back."""

    accepted: bool | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerRole:
    """What a speaker's role is."""

    role: Role
    by: str = ""


@dataclass(frozen=True, slots=True)
class NewSignature:
    """Who signs."""

    by: str
