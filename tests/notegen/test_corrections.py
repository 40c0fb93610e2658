"""What speakers take back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.corrections import corrected_side, last_said, rest_after_correction

NUMBER = re.compile(r"\d+ mg")


@pytest.mark.parametrize(
    ("after", "side"),
    [
        (" knee, sorry, the left", "left"),
        (" knee. sorry, i mean the left knee.", "left"),
        (" knee hurts, no wait, it's left", "left"),
        (" knee. and the left one is fine", "right"),
        (" knee, sorry, what was that?", "right"),
    ],
)
def test_a_side_is_the_one_that_is_meant_in_the_end(after: str, side: str) -> None:
    assert corrected_side("right", after) == side


def test_a_number_that_takes_another_back_is_the_one() -> None:
    found = last_said(NUMBER, "10 mg, sorry, 20 mg")
    assert found is not None
    assert found.group() == "20 mg"


def test_a_second_number_without_a_correction_takes_nothing_back() -> None:
    found = last_said(NUMBER, "10 mg, and 20 mg at night")
    assert found is not None
    assert found.group() == "10 mg"
    assert last_said(NUMBER, "none") is None


@given(st.text(max_size=40))
def test_what_is_no_correction_has_no_rest(after: str) -> None:
    rest = rest_after_correction(after)
    assert not rest or any(word in after for word in ("sorry", "mean", "wait", "no", "rather"))
