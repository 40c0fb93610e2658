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
        "is your blood pressure 150 over 90?",
        "your heart rate is 700",
    ],
)
def test_goals_questions_and_the_impossible_are_no_measurement(text: str) -> None:
    assert _vitals(text) == []


def _reported(*turns: str, role: Role = Role.PATIENT) -> list[tuple[str, str]]:
    dialogue = read_dialogue(
        [Utterance(f"u{n}", "S2", role, 0, 0, text) for n, text in enumerate(turns, start=1)]
    )
    vitals = find_vitals(dialogue)
    assert all(v.reported for v in vitals)
    return [(v.name, v.value) for v in vitals]


def test_what_the_patient_tells_is_reported() -> None:
    assert _reported("my blood pressure is 150 over 90") == [("blood pressure", "150/90 mmHg")]
    assert _reported("your blood pressure at home was 150 over 90", role=Role.CLINICIAN) == [
        ("blood pressure", "150/90 mmHg")
    ]


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("She had a temperature of like thirty eight point five yesterday.",), "38.5 °C"),
        (("He has had a fever.", "Actually it was 38.7 yesterday."), "38.7 °C"),
        (("I took his temperature and it came up to a high 38.",), "38 °C"),
        (("I checked my temperature. It was a hundred and one point two degrees.",), "101.2 °F"),
    ],
)
def test_a_temperature_taken_at_home_is_reported(turns: tuple[str, ...], value: str) -> None:
    assert _reported(*turns) == [("temperature", value)]


@pytest.mark.parametrize(
    "text",
    [
        "I had a fever for 39 days.",
        "I feel feverish. I am 38 years old.",
        "I take 40 mg for the fever.",
        "I was told to come in if my temperature is 39.",
    ],
)
def test_other_numbers_near_a_fever_are_no_temperature(text: str) -> None:
    assert _reported(text) == []


def test_a_pressure_told_after_its_name_is_one() -> None:
    assert _vitals("Let me take your blood pressure. That is one forty over ninety.") == [
        ("blood pressure", "140/90 mmHg")
    ]


def test_what_was_measured_stands_beside_what_was_reported() -> None:
    dialogue = read_dialogue(
        [
            Utterance("u1", "S2", Role.PATIENT, 0, 0, "My temperature was 39.1 last night."),
            Utterance("u2", "S1", Role.CLINICIAN, 0, 0, "Your temperature is 37.2 now."),
        ]
    )
    assert [(v.value, v.reported) for v in find_vitals(dialogue)] == [
        ("39.1 °C", True),
        ("37.2 °C", False),
    ]


def test_a_weight_answers_the_question_for_it() -> None:
    asked = "How much do you weigh?"
    assert _answered(asked, "Um, I'm about one hundred ninety seven pounds.") == ["197 pounds"]
    assert _answered(asked, "I lost 20 pounds.") == []


def test_a_temperature_answers_the_question_whether_it_was_checked() -> None:
    assert _answered(
        "He has a fever. Have you checked it?", "Yes, it was one o two point six."
    ) == ["102.6 °F"]


def _answered(question: str, answer: str) -> list[str]:
    asked = Utterance("u1", "d", Role.CLINICIAN, 0, 0, question)
    told = Utterance("u2", "p", Role.PATIENT, 0, 0, answer)
    return [vital.value for vital in find_vitals(read_dialogue((asked, told)))]
