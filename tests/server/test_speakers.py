from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from asr.roles import Judgement
from scribe.encounter import Encounter
from scribe.transcript import Role, Speaker, Utterance
from server.speakers import RatedSpeaker, nothing_judged, rated_speakers

SAID = tuple(
    Utterance(f"u{number}", f"S{number}", Role.UNKNOWN, number, number + 1, "so")
    for number in (1, 2, 3)
)
VISIT = Encounter(
    "e1",
    "Visit",
    "en",
    "soap",
    date(2026, 11, 23),
    datetime(2026, 11, 23, tzinfo=UTC),
    utterances=SAID,
    speakers=(Speaker("S1", Role.CLINICIAN), Speaker("S2", Role.PATIENT)),
)


def clinician_then_patient(confidence):
    def judge(utterances, language, certain):
        likeliest = (Role.CLINICIAN, Role.PATIENT, Role.OTHER)
        return [
            Judgement(u.speaker, role, confidence)
            for u, role in zip(utterances, likeliest, strict=True)
        ]

    return judge


def test_every_speaker_is_told_with_how_sure_the_role_is():
    assert rated_speakers(VISIT, clinician_then_patient(0.87654)) == (
        RatedSpeaker("S1", Role.CLINICIAN, 0.877, False),
        RatedSpeaker("S2", Role.PATIENT, 0.877, False),
        RatedSpeaker("S3", Role.UNKNOWN, None, False),
    )


def test_a_role_that_a_person_gave_is_certain_and_the_judge_is_told():
    asked = []

    def judge(utterances, language, certain):
        asked.append((language, certain))
        return clinician_then_patient(0.9)(utterances, language, certain)

    corrected = replace(
        VISIT,
        speakers=(Speaker("S1", Role.PATIENT), Speaker("S2", Role.PATIENT)),
        corrected_speakers=("S1",),
    )
    first, *_ = rated_speakers(corrected, judge)
    assert first == RatedSpeaker("S1", Role.PATIENT, 1.0, True)
    assert asked == [("en", {"S1": Role.PATIENT})]


def test_words_alone_are_never_as_certain_as_a_person():
    assert rated_speakers(VISIT, clinician_then_patient(1.0))[0].confidence == 0.999


@pytest.mark.parametrize("judge", [nothing_judged, clinician_then_patient(0.9)])
def test_a_role_that_words_do_not_give_has_no_number(judge):
    by_voice = replace(VISIT, speakers=(Speaker("S1", Role.PATIENT), Speaker("S2", Role.CLINICIAN)))
    assert [speaker.confidence for speaker in rated_speakers(by_voice, judge)] == [None] * 3


def test_nobody_was_heard():
    assert rated_speakers(replace(VISIT, utterances=(), speakers=()), nothing_judged) == ()
