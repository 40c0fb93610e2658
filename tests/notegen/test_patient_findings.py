"""What was found, as sentences to the patient."""

import pytest

from notegen.assertion import read_dialogue
from notegen.facts import Facts, Remark, Topic, Vital
from notegen.patient_findings import FOUND, THINK, findings, problems
from scribe.wire import read_transcript


def found(topic: Topic, remark: str, said: str = "") -> list[str]:
    """What is told of one remark, in a dialogue in which the clinician said just that."""
    dialogue = read_dialogue(read_transcript(f"D: {said or remark}").utterances)
    told = findings(dialogue, Facts(remarks=(Remark(topic, remark, ("u1",)),)))
    return [t.text for t in told if t.heading == FOUND and t.evidence == ("u1",)]


def thought(remark: str, said: str) -> list[str]:
    dialogue = read_dialogue(read_transcript(f"D: {said}").utterances)
    told = problems(dialogue, (Remark(Topic.PROBLEM, remark, ("u1",)),))
    return [t.text for t in told if t.heading == THINK]


@pytest.mark.parametrize(
    ("name", "value", "reported", "text"),
    [
        ("blood pressure", "130/80 mmHg", False, "Your blood pressure was 130/80."),
        ("heart rate", "72 bpm", False, "Your heart rate was 72 beats a minute."),
        ("respiratory rate", "16 breaths/min", False, "You took 16 breaths a minute."),
        ("SpO2", "98%", False, "Your oxygen level was 98%."),
        ("waist", "90 cm", False, "Your waist was 90 cm."),
        ("temperature", "99.7 °F", True, "At home your temperature was 99.7 °F."),
    ],
)
def test_a_measurement_is_told(name: str, value: str, reported: bool, text: str) -> None:
    dialogue = read_dialogue(())
    vitals = (Vital(name, value, ("u1",), reported),)
    assert [t.text for t in findings(dialogue, Facts(vitals=vitals))] == [text]


@pytest.mark.parametrize(
    ("remark", "line"),
    [
        ("chest x-ray looks fine", "Your chest x-ray was good."),
        ("hemoglobin a1c was 8.2", "Your hemoglobin A1c was 8.2."),
        ("the patient's mri was unremarkable", "Your MRI was normal."),
        ("blood sugar is elevated", "Your glucose was high."),
    ],
)
def test_a_result_of_one_test_is_told(remark: str, line: str) -> None:
    assert found(Topic.RESULT, remark) == [line]


@pytest.mark.parametrize(
    "remark",
    [
        "the x-ray was not normal",
        "if the mri is normal",
        "the x-ray and the mri were normal",
        "the echocardiogram shows that the pumping function of the heart is a little low",
        "the lipid panel showed a total of 247",
        "the x-ray shows a shadow",
    ],
)
def test_a_result_that_is_not_one_plain_word_is_left_to_the_clinician(remark: str) -> None:
    assert found(Topic.RESULT, remark) == []


def test_what_was_seen_at_the_exam_is_told() -> None:
    assert found(Topic.EXAM, "lungs are clear bilaterally") == ["Your lungs were clear."]
    assert found(Topic.EXAM, "heart: a slight systolic murmur") == [
        "At the exam we noticed: heart murmur."
    ]


@pytest.mark.parametrize(
    "remark", ["no rash", "rash should be gone", "possible fracture", "pain to palpation"]
)
def test_what_was_not_seen_or_not_surely_is_not_told(remark: str) -> None:
    assert found(Topic.EXAM, remark) == []


@pytest.mark.parametrize(
    ("remark", "said", "told"),
    [
        ("hypertension", "you have hypertension", ["You have: hypertension."]),
        ("left shoulder pain", "for your left shoulder pain", ["You have: left shoulder pain."]),
        ("probably gout", "this is probably gout", ["You may have: gout."]),
        ("gout", "you do not have gout", []),
        ("skin cancer removal", "from the skin cancer removal all is fine", []),
        ("this foot ulcer", "this is a foot ulcer", ["You have: foot ulcer."]),
        ("family history of gout", "there is a family history of gout", []),
        (
            "it can be that with all those things together some people get gout later in life",
            "it can be that with all those things together some people get gout later in life",
            [],
        ),
    ],
)
def test_a_problem_is_told_as_surely_as_it_was_said(
    remark: str, said: str, told: list[str]
) -> None:
    assert thought(remark, said) == told


def test_what_is_sure_goes_before_what_may_be_with_its_own_evidence() -> None:
    dialogue = read_dialogue(read_transcript("D: This may be gout.\nD: You have gout.").utterances)
    remarks = (
        Remark(Topic.PROBLEM, "may be gout", ("u1",)),
        Remark(Topic.PROBLEM, "gout", ("u2",)),
    )
    (told,) = problems(dialogue, remarks)
    assert (told.text, told.evidence) == ("You have: gout.", ("u2",))
