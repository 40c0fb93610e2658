"""An encounter as the fold of its events."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from scribe.audio_format import AudioFormat
from scribe.errors import InputError
from scribe.events import (
    Added,
    Amended,
    Attributed,
    CodeDecided,
    Drafted,
    Edited,
    Event,
    Failed,
    Heard,
    Opened,
    RecordingEnded,
    RecordingStarted,
    RoleCorrected,
    Signed,
)
from scribe.note import Note, Statement
from scribe.transcript import Role, Speaker, Transcript, Utterance, with_roles

NOTE_STAGE = "note"
"""The stage whose failure is over once a note is drafted."""


class Status(StrEnum):
    """How far an encounter has come."""

    OPEN = "open"
    RECORDING = "recording"
    TRANSCRIBED = "transcribed"
    DRAFTED = "drafted"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a suggested code."""

    code: str
    accepted: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change after signing: the statement's text before and after."""

    statement: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """The stage that gave up, with its message."""

    stage: str
    message: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """All that is known of one visit. Never changed in place: `apply` gives the next one."""

    id: str
    title: str
    language: str
    template: str
    date_of_service: date
    opened_at: datetime
    status: Status = Status.OPEN
    engine: str = ""
    audio: AudioFormat | None = None
    audio_ms: int = 0
    elapsed_ms: int = 0
    utterances: tuple[Utterance, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    corrected_speakers: tuple[str, ...] = ()
    note: Note | None = None
    added_statements: int = 0
    decisions: tuple[Decision, ...] = ()
    signature: Signature | None = None
    amendments: tuple[Amendment, ...] = ()
    failure: Failure | None = None

    @property
    def transcript(self) -> Transcript:
        return Transcript(
            self.language, self.engine, self.audio_ms, self.elapsed_ms, self.utterances
        )

    @property
    def version(self) -> int:
        """Version of the signed note: 1 when signed, one more with each amendment."""
        return (1 if self.signature else 0) + len(self.amendments)


def replay(events: Iterable[Event]) -> Encounter:
    """The encounter that a log describes.

    Raises InputError when the log is empty or does not start with `Opened`.
    """
    remaining = iter(events)
    first = next(remaining, None)
    if not isinstance(first, Opened):
        raise InputError("an encounter's log must start with the event 'opened'")
    encounter = opened(first)
    for event in remaining:
        encounter = apply(encounter, event)
    return encounter


def opened(event: Opened) -> Encounter:
    """The encounter that this event begins."""
    return Encounter(
        event.encounter_id,
        event.title,
        event.language,
        event.template,
        event.date_of_service,
        event.at,
    )


def apply(encounter: Encounter, event: Event) -> Encounter:
    """The encounter after one more event. Trusts the event: rules are kept in `scribe.review`."""
    match event:
        case Opened():
            raise InputError("an encounter can be opened only once")
        case RecordingStarted():
            return replace(
                encounter,
                status=Status.RECORDING,
                engine=event.engine,
                audio=event.audio,
                failure=None,
            )
        case Heard():
            heard = with_roles((event.utterance,), encounter.speakers)
            return replace(encounter, utterances=encounter.utterances + heard)
        case Attributed():
            return _attributed(encounter, event)
        case RoleCorrected():
            corrected = (*encounter.corrected_speakers, event.speaker)
            encounter = replace(encounter, corrected_speakers=tuple(dict.fromkeys(corrected)))
            return _with_speakers(encounter, (Speaker(event.speaker, event.role),))
        case RecordingEnded():
            return replace(
                encounter,
                status=Status.TRANSCRIBED,
                language=event.language,
                audio_ms=event.audio_ms,
                elapsed_ms=event.elapsed_ms,
            )
        case Drafted():
            failure = encounter.failure
            if failure is not None and failure.stage == NOTE_STAGE:
                failure = None
            return replace(
                encounter, status=Status.DRAFTED, note=event.note, decisions=(), failure=failure
            )
        case Edited():
            return _with_text(encounter, event.statement, event.text)
        case Added():
            statement = Statement(event.statement, event.text, evidence=(), edited=True)
            note = encounter.note
            return replace(
                encounter,
                note=note.with_added(event.section, statement) if note else None,
                added_statements=encounter.added_statements + 1,
            )
        case CodeDecided():
            kept = tuple(d for d in encounter.decisions if d.code != event.code)
            if event.accepted is None:
                return replace(encounter, decisions=kept)
            decision = Decision(event.code, event.accepted, event.by, event.at)
            return replace(encounter, decisions=(*kept, decision))
        case Signed():
            return replace(encounter, status=Status.SIGNED, signature=Signature(event.by, event.at))
        case Amended():
            return _amended(encounter, event)
        case Failed():
            failed = replace(encounter, failure=Failure(event.stage, event.message))
            if encounter.status is Status.RECORDING:
                return replace(failed, status=Status.TRANSCRIBED)
            return failed


def _attributed(encounter: Encounter, event: Attributed) -> Encounter:
    speakers = dict(event.utterances)
    moved = tuple(_spoken_by(u, speakers.get(u.id, u.speaker)) for u in encounter.utterances)
    uncorrected = tuple(s for s in event.speakers if s.id not in encounter.corrected_speakers)
    return _with_speakers(replace(encounter, utterances=moved), uncorrected)


def _spoken_by(utterance: Utterance, speaker: str) -> Utterance:
    """The utterance as this speaker's; the role of another speaker does not move along."""
    if speaker == utterance.speaker:
        return utterance
    return replace(utterance, speaker=speaker, role=Role.UNKNOWN)


def _with_speakers(encounter: Encounter, changed: tuple[Speaker, ...]) -> Encounter:
    roles = {s.id: s.role for s in encounter.speakers} | {s.id: s.role for s in changed}
    speakers = tuple(Speaker(id, role) for id, role in sorted(roles.items()))
    return replace(
        encounter,
        speakers=speakers,
        utterances=with_roles(encounter.utterances, speakers),
    )


def _with_text(encounter: Encounter, statement_id: str, text: str) -> Encounter:
    note = encounter.note
    before = note.statement(statement_id) if note else None
    if note is None or before is None:
        return encounter
    return replace(encounter, note=note.with_statement(replace(before, text=text, edited=True)))


def _amended(encounter: Encounter, event: Amended) -> Encounter:
    before = encounter.note.statement(event.statement) if encounter.note else None
    amendment = Amendment(
        event.statement,
        before.text if before else "",
        event.text,
        event.reason,
        event.by,
        event.at,
    )
    amended = _with_text(encounter, event.statement, event.text)
    return replace(amended, amendments=(*encounter.amendments, amendment))
