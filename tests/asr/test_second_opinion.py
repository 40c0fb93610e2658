import logging
from dataclasses import replace

import numpy as np
import pytest

from asr.diarization import SpeakerTurn
from asr.roles import RoleClassifier
from asr.second_opinion import SecondOpinion
from scribe.errors import AudioError
from scribe.ports import Attribution
from scribe.transcript import Role, Span, Speaker, Utterance

SECOND = 16_000
RNG = np.random.default_rng(0)


def said(number, speaker, role, text):
    """The numberth second."""
    start_ms = (number - 1) * 1000
    return Utterance(f"u{number}", speaker, role, start_ms, start_ms + 1000, text)


QUESTION = said(
    1, "S1", Role.CLINICIAN, "What brings you in today? Does it hurt when I press here?"
)
ANSWER = said(2, "S1", Role.CLINICIAN, "Yes, my knee hurts and I could not sleep, doctor.")
ADVICE = said(3, "S1", Role.CLINICIAN, "I will prescribe ibuprofen. Take it twice a day.")


class Alternating:
    """A diarizer whose speakers take turns every second; notes what it is given."""

    def __init__(self):
        self.given = []

    def __call__(self, samples, max_speakers):
        self.given.append((samples, max_speakers))
        return tuple(
            SpeakerTurn(Span(second * 1000, second * 1000 + 1000), "ab"[second % 2])
            for second in range(len(samples) // SECOND)
        )


def opinion(diarizer, max_speakers=2):
    return SecondOpinion(diarizer, RoleClassifier(), max_speakers)


def sound(seconds, channels=1):
    """Noise, on each channel its own that comes and goes."""
    noise = RNG.normal(0, 3000, (seconds * SECOND, channels))
    loud = np.arange(len(noise))[:, np.newaxis] // (SECOND // 4) % channels == np.arange(channels)
    return (noise * (loud if channels > 1 else 1)).astype(np.int16)


def test_a_new_speaker_is_given_utterances_and_a_role_while_known_roles_stay():
    found = opinion(Alternating())((QUESTION, ANSWER, ADVICE), "en", [sound(3)])
    assert found.utterances == (("u2", "S2"),)
    assert found.speakers == (Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT))


def test_a_role_known_otherwise_stands_whatever_the_words_say():
    by_voice = tuple(replace(u, role=Role.PATIENT) for u in (QUESTION, ADVICE))
    answer = replace(ANSWER, role=Role.PATIENT)
    found = opinion(Alternating())((by_voice[0], answer, by_voice[1]), "en", [sound(3)])
    assert found.utterances == (("u2", "S2"),)
    assert found.speakers[0] == Speaker("S1", Role.PATIENT)


def test_in_a_language_without_weights_roles_are_judged_by_who_asks():
    spoken = (
        said(1, "S1", Role.UNKNOWN, "Was f\u00fchrt Sie heute zu mir?"),
        said(2, "S1", Role.UNKNOWN, "Mein Knie."),
        said(3, "S1", Role.UNKNOWN, "Seit wann tut es weh?"),
        said(4, "S1", Role.UNKNOWN, "Seit Montag."),
        said(5, "S1", Role.UNKNOWN, "Nehmen Sie etwas dagegen ein?"),
    )
    found = opinion(Alternating())(spoken, "de", [sound(5)])
    assert found.speakers == (Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT))
    by_words = opinion(Alternating())(spoken, "en", [sound(5)])
    assert {speaker.role for speaker in by_words.speakers} == {Role.UNKNOWN}


def test_roles_are_not_told_again_when_every_speaker_has_one():
    other = said(2, "S1", Role.CLINICIAN, "Yes, my knee hurts.")
    known = (QUESTION, other, ADVICE, said(4, "S2", Role.PATIENT, "Thank you."))
    found = opinion(Alternating())(known, "en", [sound(4)])
    assert found == Attribution((("u2", "S2"),), ())


def test_the_recording_is_heard_as_a_whole_on_one_channel():
    diarizer, samples = Alternating(), sound(3)
    opinion(diarizer, 4)((QUESTION,), "en", np.split(samples, [100, 20_000]))
    ((given, max_speakers),) = diarizer.given
    assert np.array_equal(given, samples[:, 0])
    assert max_speakers == 4


def test_a_copy_on_the_other_channel_is_folded():
    diarizer, samples = Alternating(), sound(5)
    opinion(diarizer)((QUESTION,), "en", [np.repeat(samples, 2, axis=1)])
    ((given, _),) = diarizer.given
    assert np.array_equal(given, samples[:, 0])


def test_speakers_with_a_channel_each_need_no_second_opinion():
    diarizer = Alternating()
    assert opinion(diarizer)((QUESTION, ANSWER), "en", [sound(5, channels=2)]) is None
    assert diarizer.given == []


def test_nothing_heard_nothing_asked():
    diarizer = Alternating()
    assert opinion(diarizer)((), "en", [sound(3)]) is None
    assert diarizer.given == []


def test_without_a_change_there_is_nothing_to_tell():
    assert opinion(lambda samples, most: ())((QUESTION, ANSWER), "en", [sound(2)]) is None


def test_audio_that_breaks_is_judged_as_far_as_it_goes():
    def chunks():
        yield sound(2)
        raise AudioError("audio: expected more, found its end")

    diarizer = Alternating()
    opinion(diarizer)((QUESTION, ANSWER), "en", chunks())
    assert len(diarizer.given[0][0]) == 2 * SECOND


@pytest.mark.parametrize("error", [RuntimeError, MemoryError, ValueError])
def test_a_diarizer_that_fails_leaves_everything_as_it_was(caplog, error):
    def broken(samples, max_speakers):
        raise error("out of memory while the patient said chlamydia")

    with caplog.at_level(logging.WARNING):
        assert opinion(broken)((QUESTION, ANSWER), "en", [sound(2)]) is None
    assert error.__name__ in caplog.text
    assert "chlamydia" not in caplog.text
