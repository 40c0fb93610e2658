"""The main path, with parts that follow a script."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.audio_format import AudioFormat, Encoding
from scribe.code import Assertion, Code, Coding, Evidence, NotCoded
from scribe.encounter import Encounter, Status, opened, replay
from scribe.events import Event, Opened
from scribe.messages import Partial
from scribe.messages import Unspoken as NothingSaid
from scribe.note import FlagKind, Note, Section, Statement, nothing_to_document
from scribe.ports import SAMPLE_RATE_HZ, Attribution, Hypothesis, Recognized, Samples, Unspoken
from scribe.session import News, Session, draft
from scribe.transcript import Role, Speaker, Transcript, Utterance, Word

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OPENED = Opened(AT, "e1", "Knee", "auto", "soap", date(2026, 11, 22))
PCM16 = AudioFormat(Encoding.PCM16, SAMPLE_RATE_HZ, 1)
KNEE = Code("M25.569", "Pain in unspecified knee", True, 0.9, Assertion.PRESENT, ())
COUGH = NotCoded("cough", "negated", (Evidence(0, 5, "cough", utterance="u1"),))


class ScriptedRecognizer:
    """Says the next step of its script at each push, what is left at the flush."""

    engine = "scripted"

    def __init__(self, steps: list[list[Recognized]]) -> None:
        self.language = "auto"
        self.behind_ms: list[int] = []
        self._steps = list(steps)

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        self.language = "vi"
        self.behind_ms.append(behind_ms)
        yield from self._steps.pop(0) if self._steps else ()

    def flush(self) -> Iterator[Recognized]:
        while self._steps:
            yield from self._steps.pop(0)


def write(transcript: Transcript, template: str) -> Note:
    """One statement, supported by everything that was said."""
    if not transcript.utterances:
        return nothing_to_document(template, transcript.language, "scripted", "nothing was said")
    statement = Statement("s1", transcript.text, tuple(u.id for u in transcript.utterances))
    return Note(template, transcript.language, "scripted", (Section("Subjective", (statement,)),))


def suggest(note: Note, transcript: Transcript, date_of_service: date) -> Coding:
    """A code whose display shows the date that it was asked for."""
    return Coding((replace(KNEE, display=date_of_service.isoformat()),), (COUGH,))


def clock() -> Callable[[], datetime]:
    """A second passes at each look."""
    ticks = iter(range(1_000_000))
    return lambda: AT + timedelta(seconds=next(ticks))


def new_session(steps: list[list[Recognized]]) -> Session:
    return Session(opened(OPENED), ScriptedRecognizer(steps), write, suggest, clock())


def record(session: Session, pushes: int, *, with_note: bool) -> list[News]:
    """All the news of a recording of so many seconds."""
    news: list[News] = [*session.start(PCM16)]
    for _ in range(pushes):
        news += session.push(np.zeros((SAMPLE_RATE_HZ, 1), np.int16))
    news += session.finish()
    if with_note:
        news += session.draft()
    return news


def events(news: list[News]) -> list[Event]:
    return [item for item in news if not isinstance(item, Partial | NothingSaid)]


SPEAKERS = st.sampled_from(("S1", "S2", "S3"))
UTTERANCE_IDS = st.sampled_from(("u1", "u2", "u3", "u4"))
RECOGNIZED = st.one_of(
    st.builds(Hypothesis, st.integers(0, 9), st.text()),
    st.builds(Unspoken, st.integers(0, 9), st.integers(10, 20)),
    st.builds(
        Utterance,
        UTTERANCE_IDS,
        SPEAKERS,
        st.sampled_from(Role),
        st.just(0),
        st.just(1),
        st.text(),
    ),
    st.builds(
        Attribution,
        st.lists(st.tuples(UTTERANCE_IDS, SPEAKERS)).map(tuple),
        st.lists(st.builds(Speaker, SPEAKERS, st.sampled_from(Role))).map(tuple),
    ),
)


@given(st.lists(st.lists(RECOGNIZED, max_size=4), max_size=6), st.integers(0, 8), st.booleans())
def test_the_events_of_a_session_are_the_whole_encounter(
    steps: list[list[Recognized]], pushes: int, with_note: bool
) -> None:
    session = new_session(steps)
    log = [OPENED, *events(record(session, pushes, with_note=with_note))]
    assert replay(log) == session.encounter
    uttered = [item for step in steps for item in step if isinstance(item, Utterance)]
    heard = session.encounter.utterances
    assert [(u.id, u.text) for u in heard] == [(u.id, u.text) for u in uttered]


def test_an_event_is_applied_by_the_time_it_is_told() -> None:
    session = new_session([[Utterance("u1", "S1", Role.UNKNOWN, 0, 900, "hello")]])
    log: list[Event] = [OPENED]
    for event in events([*session.start(PCM16), *session.push(np.zeros((160, 1), np.int16))]):
        log.append(event)
    assert replay(log) == session.encounter
    assert session.encounter.status is Status.RECORDING


def test_guesses_are_told_but_never_kept() -> None:
    session = new_session([[Hypothesis(0, "hel")], [Hypothesis(0, "hello")]])
    news = record(session, 2, with_note=False)
    assert [item for item in news if isinstance(item, Partial)] == [
        Partial(0, "hel"),
        Partial(0, "hello"),
    ]
    assert [event.kind for event in events(news)] == ["recording_started", "recording_ended"]


def test_a_stretch_without_words_is_told_but_never_kept() -> None:
    session = new_session([[Hypothesis(0, "hm")], [Unspoken(0, 900)]])
    news = record(session, 2, with_note=False)
    assert news[1:3] == [Partial(0, "hm"), NothingSaid(0, 900)]
    assert session.encounter.utterances == ()
    assert [event.kind for event in events(news)] == ["recording_started", "recording_ended"]


def test_the_recognizer_is_told_how_much_audio_waits() -> None:
    recognizer = ScriptedRecognizer([])
    session = Session(opened(OPENED), recognizer, write, suggest, clock())
    list(session.start(PCM16))
    second = np.zeros((SAMPLE_RATE_HZ, 1), np.int16)
    list(session.push(second, 4000))
    list(session.push(second))
    assert recognizer.behind_ms == [4000, 0]


def test_what_the_recognizer_held_back_is_told_at_the_end() -> None:
    session = new_session([[], [Utterance("u1", "S1", Role.UNKNOWN, 0, 900, "tail")]])
    kinds = [event.kind for event in events(record(session, 1, with_note=False))]
    assert kinds == ["recording_started", "heard", "recording_ended"]


@pytest.mark.parametrize("chunk_samples", [1, 7, 160, 15_999, 16_000])
def test_heard_time_counts_samples_and_not_chunks(chunk_samples: int) -> None:
    session = new_session([])
    list(session.start(PCM16))
    for start in range(0, SAMPLE_RATE_HZ, chunk_samples):
        length = min(chunk_samples, SAMPLE_RATE_HZ - start)
        list(session.push(np.zeros((length, 2), np.int16)))
    assert session.heard_ms == 1_000


def test_the_end_says_language_length_and_how_long_it_took() -> None:
    session = new_session([])
    record(session, 3, with_note=False)
    assert session.encounter.language == "vi"
    assert session.encounter.audio_ms == 3_000
    assert session.encounter.elapsed_ms == 1_000


def test_a_note_carries_the_codes_of_its_date_of_service() -> None:
    session = new_session([[Utterance("u1", "S1", Role.UNKNOWN, 0, 900, "my knee hurts")]])
    record(session, 1, with_note=True)
    note = session.encounter.note
    assert note is not None
    assert [code.display for code in note.codes] == ["2026-11-22"]
    assert note.not_coded == (COUGH,)
    assert session.encounter.status is Status.DRAFTED


def test_an_empty_note_is_never_coded(transcribed: Encounter) -> None:
    silent = replace(transcribed, utterances=())
    empty = write(silent.transcript, "soap")
    assert draft(silent.transcript, "soap", silent.date_of_service, write, suggest) == empty


@pytest.mark.parametrize(("doubtful", "flagged"), [(0, False), (3, False), (4, True), (10, True)])
def test_a_transcript_that_is_mostly_guessed_is_flagged(doubtful: int, flagged: bool) -> None:
    words = tuple(Word("w", 0, 1, 0.2 if n < doubtful else 0.9) for n in range(10))
    said = Utterance("u1", "S1", Role.PATIENT, 0, 1, "w " * 10, words)
    transcript = Transcript("en", "test", 1, 1, (said,))
    statement = Statement("s1", "Reports pain.", ("u1",))
    note = Note("soap", "en", "test", (Section("Subjective", (statement,)),))
    drafted = draft(transcript, "soap", date(2026, 11, 23), lambda *_: note, lambda *_: Coding())
    assert [flag.kind for flag in drafted.flags] == [FlagKind.LOW_CONFIDENCE] * flagged


def test_a_second_opinion_on_the_speakers_comes_before_the_end() -> None:
    said = Utterance("u1", "S1", Role.CLINICIAN, 0, 500, "hello")
    session = Session(opened(OPENED), ScriptedRecognizer([[said]]), write, suggest, lambda: AT)
    events = list(session.start(PCM16))
    asked: list[tuple[tuple[str, ...], str]] = []

    def reconsider(utterances: tuple[Utterance, ...], language: str) -> Attribution:
        asked.append((tuple(u.id for u in utterances), language))
        return Attribution((("u1", "S2"),), (Speaker("S2", Role.PATIENT),))

    news = list(session.finish(reconsider))
    assert [event.kind for event in news] == ["heard", "attributed", "recording_ended"]
    assert asked == [(("u1",), "auto")]
    assert session.encounter.utterances[0].speaker == "S2"
    assert replay([OPENED, *events, *news]) == session.encounter  # type: ignore[list-item]
