"""A clause about the patient as it is said to the patient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.second_person import second_person


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("call if the patient has fever", "call if you have fever"),
        ("call if the patient is worse", "call if you are worse"),
        ("return if the patient gets short of breath", "return if you get short of breath"),
        ("call if the patient does not sleep", "call if you do not sleep"),
        ("call if the patient thinks of questions", "call if you think of questions"),
        ("call if the patient also notices blood", "call if you also notice blood"),
        ("call if the patient coughs or vomits blood", "call if you cough or vomits blood"),
        ("call if the patient reaches 101", "call if you reach 101"),
        ("call if the patient worries", "call if you worry"),
        ("elevate the patient's leg", "elevate your leg"),
        ("to help the patient with sleep", "to help you with sleep"),
        ("wear the brace", "wear the brace"),
    ],
)
def test_the_patient_is_you(written: str, said: str) -> None:
    assert second_person(written) == said


@pytest.mark.parametrize(
    "written",
    [
        "call if they get worse",
        "ice her knee",
        "tell him about the fever",
        "i want the patient to rest",
    ],
)
def test_where_it_is_not_plain_who_is_meant_nothing_is_said(written: str) -> None:
    assert second_person(written) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("call if she has fever", "call if you have fever"),
        ("advised to weigh himself every day", "advised to weigh yourself every day"),
        (
            "call with symptoms they are concerned about",
            "call with symptoms you are concerned about",
        ),
        ("keep the patient's foot up on their couch", "keep your foot up on your couch"),
    ],
)
def test_a_pronoun_that_was_not_spoken_stands_for_you(written: str, said: str) -> None:
    assert second_person(written, "call us if you have that, you and your foot") == said
    assert second_person(written, "call if she or they, he himself or their") is None


@given(st.text("the patient's has if callrmove ", max_size=60))
def test_nobody_is_called_the_patient_any_more(text: str) -> None:
    said = second_person(text)
    assert said is None or "the patient " not in said
