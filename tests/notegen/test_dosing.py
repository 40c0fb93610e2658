"""How medicines are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.dosing import (
    dose_before,
    dose_in,
    frequency_in,
    reason_in,
    regularity_in,
    route_in,
)
from notegen.numbers import numbers_in


@pytest.mark.parametrize(
    ("said", "dose"),
    [
        ("five hundred milligrams twice a day", "500 mg"),
        (" 20mg", "20 mg"),
        ("two tablets up to four times a day", "2 tablets"),
        ("half a tablet at night", "half a tablet"),
        ("from ten to twenty milligrams", "20 mg"),
        ("two puffs when i need it", "2 puffs"),
        ("for my knee", ""),
    ],
)
def test_a_dose_is_a_number_with_its_unit(said: str, dose: str) -> None:
    assert dose_in(said) == dose


def test_a_dose_before_the_name_counts_where_none_is_after_it() -> None:
    assert dose_in(" a day", "i take 75 mg of ") == "75 mg"


def test_the_dose_that_is_given_up_has_the_unit_of_the_new_one() -> None:
    assert dose_before("from ten to twenty milligrams") == "10 mg"
    assert dose_before("to twenty milligrams") == ""


@pytest.mark.parametrize(
    ("said", "often"),
    [
        ("three four times a day", "3-4 times daily"),
        ("two or three times a week", "2-3 times a week"),
        ("two times a day", "twice daily"),
        ("as and when", "as needed"),
        ("every six hours as needed", "every 6 hours as needed"),
        ("once a day, if you need it", "once daily as needed"),
        ("whenever i need it", "as needed"),
        ("every two to four hours", "every 2-4 hours"),
        ("every day", "daily"),
        ("since last year", ""),
    ],
)
def test_how_often_is_written_in_one_form(said: str, often: str) -> None:
    assert frequency_in(said) == often


@pytest.mark.parametrize(
    ("said", "route"), [("by mouth", "oral"), ("a cream for it", "topical"), ("nothing", "")]
)
def test_the_route_is_told_by_way_or_form(said: str, route: str) -> None:
    assert route_in(said) == route


@pytest.mark.parametrize(
    ("said", "regular"),
    [
        ("i keep forgetting it", "doses missed"),
        ("I never miss a dose", "taken regularly"),
        ("i forget the name dose maybe two times a week", "doses missed"),
        ("i forget the name of it", ""),
        ("i am not taking it regularly", "not taken regularly"),
        ("i take it", ""),
    ],
)
def test_regularity_is_told_only_where_it_is_said(said: str, regular: str) -> None:
    assert regularity_in(said) == regular


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (" for my blood pressure", "blood pressure"),
        (" 10 mg for migraines", "migraine"),
        (" for two weeks", ""),
        (" for the school", ""),
    ],
)
def test_a_reason_is_a_condition_not_a_time(said: str, reason: str) -> None:
    assert reason_in(said) == reason


@given(st.text(alphabet="0123456789 mgtabletsoneawik,.", max_size=60))
def test_a_dose_has_no_number_that_was_not_said(said: str) -> None:
    assert numbers_in(dose_in(said)) - {"1", "2"} <= numbers_in(said)
