"""Vital signs in speech."""

import pytest

from notegen.assertion import read_dialogue
from notegen.vitals import find_vitals
from scribe.transcript import Role, Utterance


def _vitals(text: str, role: Role = Role.CLINICIAN) -> list[tuple[str, str]]:
    dialogue = read_dialogue([Utterance("u1", "S1", role, 0, 0, text)])
    return [(v.name, v.value) for v in find_vitals(dialogue)]


def test_spoken_measurements_are_given_in_clinical_form() -> None:
    assert _vitals(
        "your blood pressure is one forty two over eighty eight, and your heart rate is seventy"
        " six. Temperature is ninety eight point six."
        " Your oxygen saturation is ninety seven percent."
    ) == [
        ("blood pressure", "142/88 mmHg"),
        ("heart rate", "76 bpm"),
        ("temperature", "98.6 °F"),
        ("SpO2", "97%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "we want your blood pressure below 130 over 80",
        "your blood pressure at home was 150 over 90",
        "is your blood pressure 150 over 90?",
        "your heart rate is 700",
    ],
)
def test_goals_home_readings_questions_and_the_impossible_are_no_measurement(text: str) -> None:
    assert _vitals(text) == []


def test_what_the_patient_says_is_no_measurement_of_the_visit() -> None:
    assert _vitals("my blood pressure is 150 over 90", Role.PATIENT) == []
