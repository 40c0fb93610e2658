"""The closed union of all that can happen to an encounter.

The log of these events is the only truth about an encounter: its state is their fold
(`scribe.encounter.replay`), the audit trail and crash recovery read the same log.
`at` is when it happened, an aware datetime in UTC. `by` names the person who did it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scribe.audio_format import AudioFormat
from scribe.note import Note
from scribe.transcript import Role, Speaker, Utterance


@dataclass(frozen=True, slots=True)
class Opened:
    """An encounter begins. Always the first event of its log."""

    at: datetime
    encounter_id: str
    title: str
    language: str
    template: str
    date_of_service: date
    kind: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True)
class RecordingStarted:
    """Audio is about to arrive, to be heard by this engine."""

    at: datetime
    engine: str
    audio: AudioFormat
    kind: Literal["recording_started"] = "recording_started"


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance is final."""

    at: datetime
    utterance: Utterance
    kind: Literal["heard"] = "heard"


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who said what is known better now: speaker by utterance id, role by speaker.

    The words and times of the utterances stay as they are.
    """

    at: datetime
    utterances: tuple[tuple[str, str], ...]
    speakers: tuple[Speaker, ...]
    kind: Literal["attributed"] = "attributed"


@dataclass(frozen=True, slots=True)
class RoleCorrected:
    """A person said what a speaker's role is. Stays when speakers are attributed anew."""

    at: datetime
    speaker: str
    role: Role
    by: str
    kind: Literal["role_corrected"] = "role_corrected"


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """All audio has been heard to its last sample."""

    at: datetime
    language: str
    audio_ms: int
    elapsed_ms: int
    kind: Literal["recording_ended"] = "recording_ended"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A note was written; it replaces an earlier draft."""

    at: datetime
    note: Note
    kind: Literal["drafted"] = "drafted"


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed the text of a statement; an empty text removes it."""

    at: datetime
    statement: str
    text: str
    by: str
    kind: Literal["edited"] = "edited"


@dataclass(frozen=True, slots=True)
class Added:
    """A person added a statement of their own at the end of a section."""

    at: datetime
    section: str
    statement: str
    text: str
    by: str
    kind: Literal["added"] = "added"


@dataclass(frozen=True, slots=True)
class CodeDecided:
    """A person accepted (True) or rejected (False) a code, or took the decision back (None)."""

    at: datetime
    code: str
    accepted: bool | None
    by: str
    kind: Literal["code_decided"] = "code_decided"


@dataclass(frozen=True, slots=True)
class Signed:
    """A person signed the note. From now on it changes by amendment only."""

    at: datetime
    by: str
    kind: Literal["signed"] = "signed"


@dataclass(frozen=True, slots=True)
class Amended:
    """A signed note got a new version: one statement changed, and why."""

    at: datetime
    statement: str
    text: str
    reason: str
    by: str
    kind: Literal["amended"] = "amended"


@dataclass(frozen=True, slots=True)
class Failed:
    """A stage (`recognition`, `note`) gave up; the message quotes no patient."""

    at: datetime
    stage: str
    message: str
    kind: Literal["failed"] = "failed"


Event = (
    Opened
    | RecordingStarted
    | Heard
    | Attributed
    | RoleCorrected
    | RecordingEnded
    | Drafted
    | Edited
    | Added
    | CodeDecided
    | Signed
    | Amended
    | Failed
)
