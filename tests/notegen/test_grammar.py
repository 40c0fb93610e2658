"""Clauses that can and cannot stand in a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.grammar import is_complete, is_finished


@pytest.mark.parametrize(
    "text",
    [
        "The patient has had a cough for 2 weeks.",
        "During the week, the patient has been fine.",
        "I will refer the patient to physical therapy.",
        "If it gets worse, call us.",
        "We will put the patient on carvedilol 25 mg twice a day.",
    ],
)
def test_a_sentence_with_subject_and_verb_is_complete(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize(
    "text",
    [
        "A couple months ago.",
        "The patient in a normal rhythm and being that she goes in and out.",
        "We want to keep.",
        "When the patient was a kid.",
        "Who is here today for follow-up.",
        "To see the patient too.",
        "The patient has some tenderness right here.",
        "The nurse will be in soon.",
        "The patient stopped taking it.",
        "The patient quit 5 years ago.",
        "We will do a quick physical exam.",
    ],
)
def test_a_fragment_or_talk_about_the_visit_is_not(text: str) -> None:
    assert not is_complete(text)


def test_a_finding_needs_no_verb_but_an_end() -> None:
    assert is_finished("No cervical lymphadenopathy.")
    assert not is_finished("Slight tenderness over the.")


@given(st.text(max_size=120))
def test_what_is_complete_is_finished(text: str) -> None:
    assert is_finished(text) or not is_complete(text)


def test_a_statement_that_a_question_ran_into_is_not_complete() -> None:
    assert is_complete("The patient is taking aspirin.")
    assert not is_complete("The patient is taking aspirin do the patient smoke.")
    assert not is_complete("It hurts how about the other one.")


def test_what_breaks_off_after_otherwise_is_not_complete() -> None:
    assert not is_complete("The patient has some mild headaches but otherwise.")
