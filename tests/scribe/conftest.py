"""One consultation, from its opening to its amendment."""

from datetime import UTC, date, datetime

import pytest

from scribe.audio_format import AudioFormat, Encoding
from scribe.code import Assertion, Code, Evidence
from scribe.encounter import Encounter, replay
from scribe.events import (
    Amended,
    Attributed,
    CodeDecided,
    Drafted,
    Event,
    Heard,
    Opened,
    RecordingEnded,
    RecordingStarted,
    Signed,
)
from scribe.note import Medication, MedicationStatus, Note, Section, Statement
from scribe.transcript import Role, Speaker, Utterance, Word


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def utterances() -> tuple[Utterance, ...]:
    """The doctor asks, the patient answers; roles as a recogniser gives them, not yet known."""
    asked = (Word("any", 0, 400, 0.9), Word("pain", 500, 1_200, 0.8))
    return (
        Utterance("u1", "S1", Role.UNKNOWN, 0, 1_200, "any pain", asked),
        Utterance("u2", "S2", Role.UNKNOWN, 1_500, 62_345, "my knee hurts"),
    )


@pytest.fixture
def note() -> Note:
    quote = Evidence(3, 7, "knee", utterance="u2")
    return Note(
        "soap",
        "en",
        "extractive",
        (
            Section("Subjective", (Statement("s1", "Knee pain.", ("u1", "u2")),)),
            Section("Plan", (Statement("s2", "Rest.", ("u2",)), Statement("s3", "Ice.", ("u2",)))),
            Section("Objective", ()),
        ),
        (Medication("ibuprofen", "400 mg", "oral", "daily", MedicationStatus.STARTED, ("u2",)),),
        (Code("M25.569", "Pain in unspecified knee", True, 0.9, Assertion.PRESENT, (quote,)),),
    )


@pytest.fixture
def log(at: datetime, utterances: tuple[Utterance, ...], note: Note) -> tuple[Event, ...]:
    """All that happens to the encounter, one event after the other."""
    first, second = utterances
    speakers = (Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT))
    return (
        Opened(at, "e1", "Knee", "auto", "soap", date(2026, 11, 23)),
        RecordingStarted(at, "scripted", AudioFormat(Encoding.PCM16, 16_000, 1)),
        Heard(at, first),
        Heard(at, second),
        Attributed(at, (("u1", "S1"), ("u2", "S2")), speakers),
        RecordingEnded(at, "en", 62_500, 1_000),
        Drafted(at, note),
        CodeDecided(at, "M25.569", True, "Dr Hill"),
        Signed(at, "Dr Hill"),
        Amended(at, "s2", "Rest for a week.", "length was missing", "Dr Hill"),
    )


def _upto(log: tuple[Event, ...], kind: str) -> Encounter:
    kinds: list[str] = [event.kind for event in log]
    return replay(log[: kinds.index(kind) + 1])


@pytest.fixture
def open_encounter(log: tuple[Event, ...]) -> Encounter:
    return replay(log[:1])


@pytest.fixture
def recording(log: tuple[Event, ...]) -> Encounter:
    """While it is recorded; both have spoken and are known."""
    return _upto(log, "attributed")


@pytest.fixture
def transcribed(log: tuple[Event, ...]) -> Encounter:
    return _upto(log, "recording_ended")


@pytest.fixture
def drafted(log: tuple[Event, ...]) -> Encounter:
    return _upto(log, "drafted")


@pytest.fixture
def signed(log: tuple[Event, ...]) -> Encounter:
    return _upto(log, "signed")
