"""Cue words and their scope within one sentence."""

import pytest

from notegen.context import sense_within
from scribe.code import Assertion


def _sense(text: str, mention: str) -> tuple[Assertion, bool]:
    start = text.index(mention)
    return sense_within(text, start, start + len(mention))


def test_a_negation_reaches_over_a_list_but_not_past_but() -> None:
    text = "no fever chills or nausea but some vomiting"
    assert _sense(text, "nausea")[0] is Assertion.NEGATED
    assert _sense(text, "vomiting")[0] is Assertion.PRESENT


@pytest.mark.parametrize("text", ["not only a cough", "the pills do not help the cough"])
def test_a_negation_of_something_else_does_not_reach(text: str) -> None:
    assert _sense(text, "cough")[0] is Assertion.PRESENT


def test_a_relative_is_told_apart_from_the_patient() -> None:
    text = "my father had gout and i have asthma"
    assert _sense(text, "gout") == (Assertion.FAMILY, True)
    assert _sense(text, "asthma") == (Assertion.PRESENT, False)


def test_a_chronic_disease_in_the_history_is_still_present() -> None:
    assert _sense("a history of diabetes", "diabetes")[0] is Assertion.PRESENT
    assert _sense("a history of pneumonia", "pneumonia")[0] is Assertion.PAST


def test_a_denial_reaches_through_i_would_not_say_i_have() -> None:
    text = "i would n't say i have any weakness"
    start = text.index("weakness")
    assert sense_within(text, start, len(text))[0] is Assertion.NEGATED


def test_a_denial_ends_before_a_relative_who_has_it() -> None:
    text = "no lung cancer my mom did have breast cancer"
    start = text.index("breast")
    assert sense_within(text, start, len(text)) == (Assertion.FAMILY, True)


def test_a_denial_ends_before_some() -> None:
    text = "no fever some chills"
    assert sense_within(text, 3, 8)[0] is Assertion.NEGATED
    assert sense_within(text, 14, 20)[0] is Assertion.PRESENT


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("just to make sure that you do n't have a hernia", "hernia"),
        ("i wish i had some weight loss", "weight loss"),
        ("she suggested chromium for weight loss", "weight loss"),
        ("you'll feel some dizziness with these tablets", "dizziness"),
        ("a lot of people get heartburn from it", "heartburn"),
        ("is the stream of your urine weak", "weak"),
        ("if you get a fever , call us", "fever"),
        ("it can cause dizziness", "dizziness"),
        ("so that it does n't become an infection", "infection"),
    ],
)
def test_what_is_wished_explained_or_warned_of_is_not_there(text: str, mention: str) -> None:
    assert _sense(text, mention)[0] is Assertion.HYPOTHETICAL


@pytest.mark.parametrize(
    "text",
    ["a bit numb , but nothing tingling", "i have n't had any tingling", "never got any tingling"],
)
def test_a_negated_verb_or_nothing_denies(text: str) -> None:
    assert _sense(text, "tingling")[0] is Assertion.NEGATED


@pytest.mark.parametrize(
    "text",
    ["i do n't have quite as much nausea", "not that i do n't have nausea", "not without nausea"],
)
def test_what_is_less_or_denied_twice_is_there(text: str) -> None:
    assert _sense(text, "nausea")[0] is Assertion.PRESENT


def test_what_the_children_have_is_not_the_patients() -> None:
    assert _sense("i have little kids and they've always got a cough", "cough")[1]


def test_what_sets_off_a_pain_is_no_symptom() -> None:
    text = "coughing sneezing makes it worse"
    assert sense_within(text, 0, 8)[0] is Assertion.HYPOTHETICAL
    assert sense_within("coughing all night", 0, 8)[0] is Assertion.PRESENT
