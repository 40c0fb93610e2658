"""A real server on a loopback port, whose recogniser needs no model."""

import asyncio
import io
import socket
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import httpx
import numpy as np
import pytest
import uvicorn

from asr.audio import decode_file
from asr.evidence import judged
from asr.roles import RoleClassifier
from scribe.code import Assertion, Code, Coding, Evidence
from scribe.note import Note, Section, Statement, nothing_to_document
from scribe.ports import Attribution, Hypothesis, Unspoken
from scribe.settings import Settings
from scribe.transcript import Role, Speaker, Utterance, Word
from server.access import Access
from server.app import create_app
from server.clinic import Clinic
from server.live import Live
from server.recording import Parts
from server.records import Records
from server.store import Store, open_database
from server.wiring import decode_stream

SECOND = 16_000
ROLES = RoleClassifier()


class SecondCounter:
    """A recogniser that says "second N" for each second of sound, that silence holds no words."""

    engine = "second-counter"
    language = "en"

    def __init__(self):
        self._samples = np.empty(0, np.int16)
        self._seconds = 0
        self._said = 0

    def push(self, samples, behind_ms=0):
        self._samples = np.concatenate((self._samples, samples[:, 0]))
        while len(self._samples) >= SECOND:
            second, self._samples = self._samples[:SECOND], self._samples[SECOND:]
            yield from self._hear(second)

    def flush(self):
        if len(self._samples):
            yield from self._hear(self._samples)
        yield Attribution((), (Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT)))

    def _hear(self, second):
        start_ms = self._seconds * 1000
        self._seconds += 1
        if np.abs(second).max() < 100:
            yield Unspoken(start_ms, start_ms + 1000)
            return
        self._said += 1
        yield Hypothesis(start_ms, "second")
        text = f"second {self._seconds}"
        word = Word(text, start_ms, start_ms + 1000, 0.9)
        speaker = "S1" if self._said % 2 else "S2"
        yield Utterance(
            f"u{self._said}", speaker, Role.UNKNOWN, start_ms, start_ms + 1000, text, (word,)
        )


def write_all_seconds(transcript, template):
    if not transcript.utterances:
        return nothing_to_document(template, transcript.language, "seconds", "nothing was said")
    statements = tuple(
        Statement(f"s{n}", f"Heard {u.text}.", (u.id,))
        for n, u in enumerate(transcript.utterances, start=1)
    )
    return Note(template, transcript.language, "seconds", (Section("Subjective", statements),))


def code_the_first_second(note, transcript, date_of_service):
    first = transcript.utterances[0]
    evidence = Evidence(0, len(first.text), first.text, utterance=first.id)
    code = Code(
        "I10", "Essential (primary) hypertension", True, 0.9, Assertion.PRESENT, (evidence,)
    )
    return Coding((code,))


@dataclass(frozen=True)
class RunningServer:
    url: str
    key: str
    clinic: Clinic

    @property
    def ws_url(self):
        return self.url.replace("http", "ws")

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.key}"}

    def client(self):
        """Without the certificates of the web, whose reading takes longer than most requests."""
        return httpx.Client(base_url=self.url, headers=self.headers, timeout=20, verify=False)


def parts():
    return Parts(
        decode_stream,
        decode_file,
        lambda language: SecondCounter(),
        write_all_seconds,
        code_the_first_second,
        judge=partial(judged, roles=ROLES),
    )


def clock():
    """A clock that ticks a second at each look."""
    start, ticks = datetime(2026, 11, 23, 9, tzinfo=UTC), count()
    return lambda: start + timedelta(seconds=next(ticks))


@contextmanager
def open_clinic(home, **changes):
    settings = Settings(home=home, **changes)
    engine = open_database(settings.database)
    try:
        records = Records(Store(engine), clock())
        live = Live(records, parts(), settings.spool, settings.max_sessions)
        yield Clinic(settings, records, live, parts(), Access(engine, clock()))
    finally:
        engine.dispose()


@contextmanager
def serve(clinic):
    config = uvicorn.Config(
        create_app(clinic),
        port=0,
        ws="websockets-sansio",
        ws_max_size=1 << 20,
        access_log=False,
        log_level="warning",
        log_config=None,
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        # The socket already listens: the first request simply waits until the server is up.
        assert httpx.get(f"{url}/healthz", timeout=20, verify=False).status_code == 200
        yield RunningServer(url, clinic.access.create("tests"), clinic)
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


@pytest.fixture(scope="module")
def clinic(tmp_path_factory) -> Iterator[Clinic]:
    with open_clinic(tmp_path_factory.mktemp("home")) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def server(clinic) -> Iterator[RunningServer]:
    with serve(clinic) as running:
        yield running


@pytest.fixture
def running():
    """`serve` and `open_clinic` for tests that need more than one server, or another setting."""
    return serve, open_clinic


def sound(seconds: float) -> bytes:
    """A 440 Hz tone as 16 kHz mono PCM16."""
    time_s = np.arange(int(seconds * SECOND)) / SECOND
    return (8000 * np.sin(2 * np.pi * 440 * time_s)).astype("<i2").tobytes()


def wav(pcm16: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SECOND)
        file.writeframes(pcm16)
    return buffer.getvalue()


@pytest.fixture
def tone():
    return sound


@pytest.fixture
def wav_of():
    return wav


def wait_until_heard(client: httpx.Client, encounter_id: str) -> dict:
    """Poll as the desk does; each request takes its time, no sleep is needed."""
    for _ in range(2000):
        encounter = client.get(f"/v1/encounters/{encounter_id}").json()
        if not encounter["progress"]["active"]:
            return encounter
    raise AssertionError("the recording was not heard to its end")


@pytest.fixture
def heard():
    return wait_until_heard
