"""How a clinician names what is known already."""

import pytest

from notegen.reported_use import (
    asks_later,
    asks_of_effect,
    done_to,
    guessed,
    habit,
    in_list,
    possessed,
    presupposes_use,
    requested,
    states_in_question,
    was_given,
)
from scribe.note import MedicationStatus


@pytest.mark.parametrize("before", ["how about the ", "do you mean ", "oh, was it called ", ""])
def test_a_name_after_an_opening_of_a_guess_is_guessed(before: str) -> None:
    assert guessed(before, "?")
    assert not guessed(before, " makes some people dizzy, did you know?")


def test_a_statement_with_a_tag_wants_to_be_confirmed_unless_it_denies() -> None:
    assert states_in_question("you were given ", ", correct?")
    assert not states_in_question("you are not on ", ", right?")
    assert not states_in_question("are you taking ", "?")


@pytest.mark.parametrize(
    "before", ["how long have you been on ", "since you started taking the ", "which dose of "]
)
def test_questions_for_time_and_dose_presuppose_the_use(before: str) -> None:
    assert presupposes_use(before)


def test_a_question_that_begins_after_the_name_does_not_ask_for_it() -> None:
    assert asks_later("i see you are on ", ", and do you smoke?")
    assert not asks_later("are you on ", ", and do you smoke?")


def test_a_plan_presupposes_nothing() -> None:
    assert not presupposes_use("if we start, how often would you be taking ")
    assert not possessed("would you want your ")
    assert possessed("have you taken your ")


def test_an_effect_is_asked_for_in_the_next_question() -> None:
    assert asks_of_effect("has that been helping?")
    assert not asks_of_effect("do you smoke?")


def test_what_was_done_with_a_medicine_gives_its_status() -> None:
    assert done_to(" was stopped in may") is MedicationStatus.STOPPED
    assert done_to(" has also been increased") is MedicationStatus.CHANGED
    assert done_to(" was restarted") is MedicationStatus.CURRENT
    assert done_to(" makes me dizzy") is None


def test_a_report_tells_what_was_given_a_plan_does_not() -> None:
    assert was_given("the doctor gave you ")
    assert was_given("he was treated with a course of ")
    assert not was_given("if you were given ")


def test_doses_and_times_stand_between_listed_names_other_verbs_do_not() -> None:
    assert in_list(" 81 mg daily, and ")
    assert not in_list(" and please stop ")


def test_an_occasion_is_a_habit_and_a_wish_is_a_request() -> None:
    assert habit("if it hurts i take ")
    assert not habit("if the doctor wants ")
    assert requested("can you give me ")
    assert not requested("i only need it sometimes, i take ")
