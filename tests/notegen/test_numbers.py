"""Spoken numbers in clinical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.numbers import numbers_in, written_numbers


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("one o two point six", "102.6"),
        ("twenty five M G", "25 mg"),
        ("metformin five hundred milligrams", "metformin 500 mg"),
        ("one forty two over eighty eight", "142/88"),
        ("temperature is ninety eight point six", "temperature is 98.6 °F"),
        ("temperature was thirty eight point two", "temperature was 38.2 °C"),
        ("one hundred and five pounds", "105 pounds"),
        ("point five milligrams", "0.5 mg"),
        ("one oh two point five", "102.5"),
        ("since nineteen ninety six", "since 1996"),
        ("two and a half weeks", "2.5 weeks"),
        ("seven out of ten", "7/10"),
        ("hemoglobin A one C of eight point two percent", "hemoglobin A1c of 8.2%"),
        ("o two sat is ninety seven percent", "SpO2 is 97%"),
        ("ninety eight . two", "98.2"),
        ("25mg", "25 mg"),
        ("three or four days", "3 or 4 days"),
    ],
)
def test_spoken_numbers_and_units_are_written_as_in_a_note(spoken: str, written: str) -> None:
    assert written_numbers(spoken) == written


def test_one_stays_a_word_unless_it_counts_something() -> None:
    assert written_numbers("that one hurts, one week ago") == "that one hurts, 1 week ago"


def test_two_numbers_that_are_no_blood_pressure_are_not_joined() -> None:
    assert written_numbers("ten over three") == "10 over 3"


def test_numbers_are_compared_in_one_form() -> None:
    assert numbers_in("one thousand milligrams, 98.60") == numbers_in("1,000 mg 98.6")


def test_a_digit_within_a_name_is_not_a_number() -> None:
    assert numbers_in("A1c, vitamin b twelve and SpO2") == frozenset()


@given(st.integers(min_value=0, max_value=999_999))
def test_written_numbers_stay_what_they_are(number: int) -> None:
    assert numbers_in(f"about {number} units") == {str(number)}


_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@given(st.integers(0, 7), st.integers(0, 8), st.integers(1, 8))
def test_hundreds_are_read_in_full_and_in_short_form(tens: int, units: int, hundreds: int) -> None:
    value = str(100 * (hundreds + 1) + 10 * (tens + 2) + units + 1)
    rest = f"{_TENS[tens]} {_UNITS[units]}"
    assert written_numbers(f"{_UNITS[hundreds]} hundred and {rest}") == value
    assert written_numbers(f"{_UNITS[hundreds]} {rest}") == value
