"""The desk on a real server that knows one short visit."""

import asyncio
import io
import socket
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import httpx
import numpy as np
import pytest
import streamlit as st
import uvicorn
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from asr.audio import decode_file
from scribe.audio_format import AudioFormat, Encoding
from scribe.code import Alternative, Assertion, Code, Coding, Evidence, NotCoded
from scribe.encounter import Encounter
from scribe.events import Attributed, Drafted, Event, Heard, RecordingEnded, RecordingStarted
from scribe.note import (
    Flag,
    FlagKind,
    Medication,
    MedicationStatus,
    Note,
    Section,
    Severity,
    Statement,
    nothing_to_document,
)
from scribe.ports import Attribution
from scribe.settings import Settings
from scribe.transcript import Role, Speaker, Utterance
from server.access import Access
from server.app import create_app
from server.clinic import Clinic
from server.live import Live
from server.recording import Parts
from server.records import Records
from server.store import Store, open_database
from server.wiring import decode_stream

APP = Path(__file__).parents[2] / "ui" / "app.py"
SPEAKERS = (Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT))
AUDIO_MS = 12_000


def said(number: int, role: Role, start_ms: int, end_ms: int, text: str) -> Utterance:
    speaker = next(s.id for s in SPEAKERS if s.role is role)
    return Utterance(f"u{number}", speaker, role, start_ms, end_ms, text)


UTTERANCES = (
    said(1, Role.CLINICIAN, 500, 2_000, "What brings you in?"),
    said(2, Role.PATIENT, 2_500, 5_000, "My blood pressure is high, and I take lisinopril."),
    said(3, Role.CLINICIAN, 5_500, 7_000, "Any chest pain?"),
    said(4, Role.PATIENT, 7_500, 8_250, "No chest pain."),
    said(5, Role.CLINICIAN, 9_000, 11_500, "Take 20 mg of lisinopril once a day."),
)
QUOTE = Evidence(3, 25, "blood pressure is high", utterance="u2")
NOTE = Note(
    "soap",
    "en",
    "scripted",
    (
        Section(
            "Subjective",
            (
                Statement("s1", "Reports high blood pressure.", ("u2",)),
                Statement("s2", "Denies chest pain.", ("u3", "u4")),
            ),
        ),
        Section("Objective", ()),
        Section("Plan", (Statement("s3", "Lisinopril 40 mg daily.", ("u5",)),)),
    ),
    (Medication("lisinopril", "20 mg", "", "once daily", MedicationStatus.CHANGED, ("u2", "u5")),),
    (
        Code(
            "I10",
            "Essential (primary) hypertension",
            True,
            0.84,
            Assertion.PRESENT,
            (QUOTE,),
            ("said of the present",),
            (Alternative("R03.0", "Elevated blood-pressure reading", 0.5),),
        ),
    ),
    (NotCoded("chest pain", "denied", (Evidence(3, 13, "chest pain", utterance="u4"),)),),
    (
        Flag(
            FlagKind.POSSIBLY_MISSED, Severity.INFO, "A question is in no sentence.", None, ("u1",)
        ),
        Flag(FlagKind.CONTRADICTED, Severity.CRITICAL, "40 mg was not said.", "s3"),
    ),
)


class Prompter:
    """A recogniser that says one line of the visit for each two seconds of audio."""

    engine = "scripted"
    language = "en"

    def __init__(self):
        self._samples = 0
        self._said = 0

    def push(self, samples, behind_ms=0):
        self._samples += len(samples)
        due = min(len(UTTERANCES), self._samples // 32_000)
        while self._said < due:
            self._said += 1
            yield UTTERANCES[self._said - 1]

    def flush(self):
        yield Attribution((), SPEAKERS)


def write(transcript, template):
    if len(transcript.utterances) < len(UTTERANCES):
        return nothing_to_document(template, "en", "scripted", "Too little was said.")
    return NOTE


def code(note, transcript, date_of_service):
    return Coding(note.codes, note.not_coded)


def tone(audio_ms: int) -> bytes:
    """A WAV in which the sample at each millisecond differs from the one before."""
    buffer = io.BytesIO()
    samples = (8000 * np.sin(np.arange(audio_ms * 16) / 5)).astype("<i2")
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


@dataclass(frozen=True)
class Office:
    """A running server, with what tests do in it besides the desk."""

    url: str
    key: str
    clinic: Clinic

    def open(self, title="Visit") -> str:
        return self.clinic.records.open(title, "en", "soap", date(2026, 11, 23)).id

    def change(self, encounter_id: str, event: Event) -> None:
        self.clinic.records.change(encounter_id, lambda _: event)

    def read(self, encounter_id: str) -> Encounter:
        return self.clinic.records.read(encounter_id)

    def begin(self, title="Visit", utterances=UTTERANCES) -> str:
        """An encounter whose recording was begun and never ended."""
        encounter_id, at = self.open(title), self.clinic.records.now()
        path = self.clinic.live.audio_path(encounter_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tone(AUDIO_MS))
        self.change(encounter_id, RecordingStarted(at, "scripted", AudioFormat(Encoding.FILE)))
        for utterance in utterances:
            self.change(encounter_id, Heard(at, utterance))
        self.change(encounter_id, Attributed(at, (), SPEAKERS))
        return encounter_id

    def transcribe(self, title="Visit", utterances=UTTERANCES) -> str:
        """An encounter that was recorded, without a note."""
        encounter_id = self.begin(title, utterances)
        at = self.clinic.records.now()
        self.change(encounter_id, RecordingEnded(at, "en", AUDIO_MS, 1000))
        return encounter_id

    def draft(self, title="Visit", note: Note = NOTE) -> str:
        """An encounter with its note."""
        encounter_id = self.transcribe(title)
        self.change(encounter_id, Drafted(self.clinic.records.now(), note))
        return encounter_id


def clock():
    start, ticks = datetime(2026, 11, 23, 9, tzinfo=UTC), count()
    return lambda: start + timedelta(seconds=next(ticks))


@contextmanager
def serve(home: Path) -> Iterator[Office]:
    settings = Settings(home=home)
    engine = open_database(settings.database)
    parts = Parts(decode_stream, decode_file, lambda language: Prompter(), write, code)
    records = Records(Store(engine), clock())
    live = Live(records, parts, settings.spool, settings.max_sessions)
    clinic = Clinic(settings, records, live, parts, Access(engine, clock()))
    config = uvicorn.Config(create_app(clinic), ws="websockets-sansio", log_config=None)
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        assert httpx.get(f"{url}/healthz", timeout=20, verify=False).status_code == 200
        yield Office(url, clinic.access.create("Dr. Test"), clinic)
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()
        engine.dispose()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A server with no encounter yet."""
    with serve(tmp_path) as running:
        yield running


Desk = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """Streamlit looks through all that is installed once, not again for each page."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Opens the desk on an encounter, as a browser tab does."""
    monkeypatch.setenv("SCRIBE_SERVER_URL", office.url)
    monkeypatch.setenv("SCRIBE_API_KEY", office.key)
    monkeypatch.delenv("SCRIBE_ENCOUNTER", raising=False)

    def opened(encounter_id: str = "") -> AppTest:
        page = AppTest.from_file(str(APP), default_timeout=30)
        if encounter_id:
            page.query_params["encounter"] = encounter_id
        return page.run()

    yield opened
    st.cache_resource.clear()


def words(page: AppTest) -> str:
    """All that the page says in Markdown, captions and boxes."""
    kinds = (page.markdown, page.caption, page.info, page.error, page.warning, page.success)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.fixture
def text():
    return words


@pytest.fixture
def wav():
    return tone
