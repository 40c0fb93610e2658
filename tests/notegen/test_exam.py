"""Findings of the clinician."""

import pytest

from notegen.assertion import read_dialogue
from notegen.exam import clinician_findings, finding
from notegen.facts import Topic
from notegen.phases import read_phases
from notegen.rewrite import THEY
from scribe.transcript import Role, Utterance


def _found(text: str) -> tuple[Topic, str] | None:
    dialogue = read_dialogue([Utterance("u1", "S1", Role.CLINICIAN, 0, 0, text)])
    remark = finding(dialogue.sentences[0], THEY)
    return (remark.topic, remark.text) if remark else None


@pytest.mark.parametrize(
    ("text", "topic", "told"),
    [
        ("Your lungs are clear.", Topic.EXAM, "lungs are clear"),
        (
            "on your heart exam , i do appreciate a two out of six systolic ejection murmur .",
            Topic.EXAM,
            "heart: a 2/6 systolic ejection murmur",
        ),
        (
            "your blood test shows a hemoglobin a one c of eight percent .",
            Topic.RESULT,
            "blood test shows a hemoglobin A1c of 8%",
        ),
    ],
)
def test_signs_and_results_are_told_without_the_clinician(
    text: str, topic: Topic, told: str
) -> None:
    assert _found(text) == (topic, told)


@pytest.mark.parametrize(
    "text",
    [
        "I'm going to order an x-ray.",
        "Let me listen to your lungs.",
        "If the swelling is worse, call me.",
        "We talked about football.",
    ],
)
def test_plans_and_talk_are_no_finding(text: str) -> None:
    assert _found(text) is None


def test_a_question_while_pressing_is_settled_by_the_answer() -> None:
    dialogue = read_dialogue(
        [
            Utterance("u1", "S1", Role.CLINICIAN, 0, 0, "Does it hurt when I press on your knee?"),
            Utterance("u2", "S2", Role.PATIENT, 0, 0, "No."),
        ]
    )
    voices = [s.role for s in dialogue.sentences]
    phases = read_phases(dialogue.sentences, voices)
    (remark,) = clinician_findings(dialogue, voices, phases, THEY)
    assert remark.text == "no tenderness to palpation of the knee"
    assert remark.utterances == ("u1", "u2")
