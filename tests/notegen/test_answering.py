import pytest

from notegen.answering import answers
from notegen.assertion import read_dialogue
from notegen.rewrite import SHE
from scribe.transcript import Role, Utterance


def told(question, answer):
    said = (
        Utterance("u1", "S1", Role.CLINICIAN, 0, 0, question),
        Utterance("u2", "S2", Role.PATIENT, 0, 0, answer),
    )
    return {made.text: made.evidence for made in answers(read_dialogue(said), SHE)}


@pytest.mark.parametrize(
    ("question", "answer", "text"),
    [
        ("Any fever?", "No.", "Denies fever."),
        ("Have you noticed any swelling in your legs?", "Yes.", "Reports swelling in her legs."),
        ("Do you have a high temperature?", "No.", "No fever."),
        ("Do you take insulin?", "Yes.", "The patient takes insulin."),
        ("Do you take insulin?", "No.", "The patient does not take insulin."),
        ("Have you been vaccinated?", "No.", "The patient has not been vaccinated."),
        ("You have chronic pain?", "Yes.", "The patient has chronic pain."),
    ],
)
def test_a_yes_or_no_makes_its_question_a_sentence(question, answer, text):
    assert told(question, answer).get(text) == ("u1", "u2")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which hand was it?", "Yes."),
        ("What about your sister, is she well?", "She lives in Ohio."),
        ("Any fever?", "I am not sure."),
    ],
)
def test_what_was_not_answered_by_yes_or_no_is_not_told(question, answer):
    assert not told(question, answer)


def test_only_the_first_of_two_questions_is_told():
    assert "Denies headache." in told("Any headache, or do you have migraines?", "No.")


def test_what_was_denied_is_one_sentence_too():
    lines = ("Any fever or chills?", "No.", "Any cough?", "No.")
    roles = (Role.CLINICIAN, Role.PATIENT) * 2
    said = tuple(
        Utterance(f"u{n}", role.value, role, 0, 0, line)
        for n, (role, line) in enumerate(zip(roles, lines, strict=True), start=1)
    )
    found = {made.text: made.evidence for made in answers(read_dialogue(said), SHE)}
    assert found["No fever or chills, no cough."] == ("u1", "u2", "u3", "u4")
