"""Classes of medicine that are told by what they are for."""

import pytest

from notegen.drug_purposes import find_purposes


def _names(text: str) -> list[str]:
    return [m.drug.name for m in find_purposes(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("i take medication for blood pressure", ["blood pressure medication"]),
        ("she is on a pill to control her diabetes", ["diabetes medication"]),
        ("my thyroid tablets", ["thyroid medication"]),
        ("i forgot my water pill", ["diuretic"]),
        ("i take something for my nerves", ["anxiety medication"]),
    ],
)
def test_a_purpose_before_or_after_the_word_for_medicine_names_the_class(
    text: str, names: list[str]
) -> None:
    assert _names(text) == names


def test_several_purposes_are_several_classes_also_between_hesitations() -> None:
    assert _names("medications for blood pressure and uh, my cholesterol") == [
        "blood pressure medication",
        "cholesterol medication",
    ]
    assert _names("cholesterol and diabetes pills") == [
        "cholesterol medication",
        "diabetes medication",
    ]


def test_the_places_of_several_purposes_do_not_overlap() -> None:
    text = "a pill for my heart and one for my thyroid"
    first, second = find_purposes(text)
    assert text[first.start : first.end] == "pill for my heart"
    assert second.start >= first.end
    assert text[second.start : second.end] == "thyroid"


@pytest.mark.parametrize(
    "text", ["my blood pressure is high", "something for dinner", "there is something for pain"]
)
def test_a_purpose_without_a_medicine_that_is_taken_is_no_class(text: str) -> None:
    assert _names(text) == []
