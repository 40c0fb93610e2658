"""Places of a symptom."""

import pytest

from notegen.places import is_elsewhere, is_of_it, radiation_said, site_said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("on the left side", "left-sided"),
        ("it's on the right", "right-sided"),
        ("right here", ""),
        ("right now in both knees", "bilateral"),
        ("on the left , on the right", ""),
        ("in the back of my head", "in the back of the head"),
    ],
)
def test_a_site_is_a_side_or_a_part_of_the_body(said: str, expected: str) -> None:
    assert site_said(said) == expected


def test_it_goes_to_a_part_of_the_body_not_to_work() -> None:
    assert radiation_said("it goes down into my left arm") == "left arm"
    assert radiation_said("it goes to work with me") == ""


def test_a_place_is_of_it_where_it_comes_first() -> None:
    assert is_of_it("it's mostly behind my eyes")
    assert not is_of_it("i work on the left")


@pytest.mark.parametrize(
    ("name", "site", "expected"),
    [
        ("shoulder pain", "at the stomach", True),
        ("knee pain", "behind the kneecap", False),
        ("headache", "behind the eyes", False),
        ("head pain", "behind the eyes", False),
        ("back pain", "left-sided", False),
    ],
)
def test_a_pain_of_one_part_is_not_at_another(name: str, site: str, expected: bool) -> None:
    assert is_elsewhere(name, site) is expected
