"""What makes a symptom worse or better."""

import pytest

from notegen.triggers import better_with, medicines, triggers, worse_with


@pytest.mark.parametrize(
    ("said", "worse", "better"),
    [
        ("it's worse when i walk and bend", "walking and bending", ""),
        ("going up the stairs makes it worse", "stairs", ""),
        ("it gets better with rest", "", "rest"),
        ("ibuprofen helps it", "", "ibuprofen"),
        ("i take ibuprofen and it helps", "", ""),
        ("maybe ice would make it better", "", ""),
        ("it got worse when i walked", "", ""),
        ("it's worse when i walk and better with rest", "", ""),
    ],
)
def test_a_clause_says_what_changes_it_in_one_way(said: str, worse: str, better: str) -> None:
    assert (worse_with(said), better_with(said)) == (worse, better)


def test_times_of_the_day_stand_alone() -> None:
    assert triggers("at night") == "at night"
    assert triggers("walking at night") == "walking"


def test_ice_cream_is_no_ice() -> None:
    assert triggers("i had ice cream") == ""


def test_medicines_are_spelled_as_they_are_called() -> None:
    assert medicines("tylenol or advil") == "Tylenol and Advil"
