from collections.abc import Iterator

import numpy as np

from asr.transcription import Hearing, reconsidered, transcribe
from scribe.ports import Attribution, Hypothesis, Recognized, Samples, Unspoken
from scribe.transcript import Role, Speaker, Transcript, Utterance

FIRST = Utterance("u1", "S1", Role.UNKNOWN, 0, 500, "good morning")
SECOND = Utterance("u2", "S1", Role.UNKNOWN, 700, 900, "hello")
SPEAKERS = (Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT))


class TwoUtterances:
    """A recognizer that hears the same in every recording."""

    engine, language = "scripted", "en"

    def __init__(self) -> None:
        self.behind_ms: list[int] = []

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        self.behind_ms.append(behind_ms)
        return iter((Hypothesis(0, "good"),))

    def flush(self) -> Iterator[Recognized]:
        return iter((FIRST, SECOND, Attribution((("u2", "S2"),), SPEAKERS)))


def test_a_transcript_has_the_last_opinion_of_who_spoke() -> None:
    told: list[int] = []
    chunks = [np.zeros((16_000, 1), np.int16), np.zeros((8008, 1), np.int16)]
    found = transcribe(TwoUtterances(), chunks, told.append)
    assert [(u.id, u.speaker, u.role) for u in found.utterances] == [
        ("u1", "S1", Role.CLINICIAN),
        ("u2", "S2", Role.PATIENT),
    ]
    assert (found.engine, found.language, found.audio_ms) == ("scripted", "en", 1500)
    assert told == [1000, 1500]
    assert found.elapsed_ms >= 0


def test_a_recording_is_read_in_a_hurry_since_nobody_waits_for_guesses() -> None:
    recognizer = TwoUtterances()
    transcribe(recognizer, [np.zeros((16_000, 1), np.int16)] * 2)
    assert len(recognizer.behind_ms) == 2
    assert min(recognizer.behind_ms) > 3600 * 1000


def test_hypotheses_are_not_kept_nor_stretches_without_words() -> None:
    hearing = Hearing()
    hearing.take(Hypothesis(0, "good"))
    hearing.take(Unspoken(0, 900))
    assert hearing.utterances == ()


def test_speakers_that_move_take_the_role_of_their_new_speaker() -> None:
    hearing = Hearing()
    for event in (FIRST, SECOND, Attribution((), SPEAKERS), Attribution((("u1", "S2"),), SPEAKERS)):
        hearing.take(event)
    assert [u.role for u in hearing.utterances] == [Role.PATIENT, Role.CLINICIAN]


def test_a_second_opinion_moves_utterances_which_take_the_role_of_their_new_speaker():
    def said(number, speaker, role):
        return Utterance(f"u{number}", speaker, role, number, number + 1, "so")

    before = Transcript(
        "en", "x", 9, 5, (said(1, "S1", Role.CLINICIAN), said(2, "S2", Role.PATIENT))
    )
    asked = []

    def first_said_all(utterances, language, chunks):
        asked.append(language)
        return Attribution((("u2", "S1"),), ())

    moved = reconsidered(before, first_said_all, ())
    assert asked == ["en"]
    assert [(u.speaker, u.role) for u in moved.utterances] == [("S1", Role.CLINICIAN)] * 2
    assert moved.elapsed_ms >= before.elapsed_ms
    assert reconsidered(before, lambda *_: None, ()).utterances == before.utterances
