"""Whose words a sentence is."""

import pytest

from notegen.sentences import read_sentences
from notegen.voice import voice
from scribe.transcript import Role, Utterance


def _voice(text: str, role: Role) -> Role:
    sentences = read_sentences([Utterance("u1", "S1", role, 0, 0, text)])
    previous = sentences[-2] if len(sentences) > 1 else None
    return voice(sentences[-1], previous)


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("i have been having chest pain", Role.CLINICIAN, Role.PATIENT),
        ("i want you to take it easy", Role.PATIENT, Role.CLINICIAN),
        ("it has been hurting", Role.PATIENT, Role.PATIENT),
        ("she has a fever", Role.OTHER, Role.PATIENT),
        ("let's order an x-ray", Role.UNKNOWN, Role.CLINICIAN),
        ("the weather was fine", Role.UNKNOWN, Role.UNKNOWN),
        ("i'm tired", Role.UNKNOWN, Role.PATIENT),
        ("how long have you had it", Role.UNKNOWN, Role.CLINICIAN),
    ],
)
def test_words_that_only_one_side_says_correct_the_role(
    text: str, role: Role, expected: Role
) -> None:
    assert _voice(text, role) is expected


def test_a_first_person_answer_in_the_clinicians_turn_is_the_patients() -> None:
    assert _voice("do you have any pain in it i do sometimes", Role.CLINICIAN) is Role.PATIENT
