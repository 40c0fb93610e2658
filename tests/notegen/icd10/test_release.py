from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.release import dotted, first_day, fiscal_year, is_code, with_parents


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_its_own_fiscal_year(day):
    year = fiscal_year(day)
    assert first_day(year) <= day < first_day(year + 1)


def test_a_fiscal_year_begins_in_october():
    assert fiscal_year(date(2026, 9, 30)) == 2026
    assert fiscal_year(date(2026, 10, 1)) == 2027


@pytest.mark.parametrize(("code", "printed"), [("I10", "I10"), ("E1122", "E11.22")])
def test_a_code_is_printed_with_its_dot(code, printed):
    assert dotted(code) == printed


@pytest.mark.parametrize("text", ["", "E1", "E11.", "E11.22334", "e11", "E11.2-", "A00-A09"])
def test_what_has_another_form_is_no_code(text):
    assert not is_code(text)


def test_a_placeholder_is_skipped_on_the_way_to_the_parent():
    assert with_parents(["W00", "W00.0", "W00.0XXA"]) == {
        "W00": "",
        "W00.0": "W00",
        "W00.0XXA": "W00.0",
    }
