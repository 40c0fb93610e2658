"""Sentences of a conversation retold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.rewrite import SHE, THEY
from notegen.sentences import Sentence
from notegen.telling import told
from scribe.transcript import Role


def _sentence(text: str, role: Role, *, question: bool = False) -> Sentence:
    return Sentence("u1", 0, role, 0, len(text), text, question)


def test_the_patient_is_spoken_of_in_the_third_person() -> None:
    said = _sentence("um i've been having pain in my left knee .", Role.PATIENT)
    assert told(said, Role.PATIENT, SHE) == ("The patient has been having pain in her left knee.")


def test_the_clinician_speaks_in_the_first_person() -> None:
    said = _sentence("so i'm gon na refer you to physical therapy .", Role.CLINICIAN)
    assert told(said, Role.CLINICIAN, THEY) == "I will refer the patient to physical therapy."


def test_who_came_along_is_not_the_patient() -> None:
    said = _sentence("i checked his temperature and it was 100.3 .", Role.OTHER)
    assert told(said, Role.PATIENT, THEY) == (
        "The caregiver checked his temperature and it was 100.3."
    )


@pytest.mark.parametrize(
    "text",
    [
        "it's so nice to see you again today",
        "hey dragon show me the vital signs please",
        "let me listen to your lungs for a second",
        "okay",
    ],
)
def test_talk_and_commands_are_not_retold(text: str) -> None:
    assert told(_sentence(text, Role.CLINICIAN), Role.CLINICIAN, THEY) == ""


def test_a_question_is_not_retold() -> None:
    asked = _sentence("do you have any pain in your chest ?", Role.CLINICIAN, question=True)
    assert told(asked, Role.CLINICIAN, THEY) == ""


@given(st.text(max_size=80), st.sampled_from(Role))
def test_whatever_was_said_is_retold_as_one_sentence_or_not_at_all(text: str, role: Role) -> None:
    written = told(_sentence(text, role), role, THEY)
    assert written == "" or written.endswith(".")
