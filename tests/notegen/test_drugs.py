"""Names of medicines in speech."""

import pytest

from notegen.drugs import find_drugs


def _names(text: str) -> list[str]:
    return [m.drug.name for m in find_drugs(text)]


def test_brand_and_generic_names_are_found_with_their_generic_name() -> None:
    (lasix, metformin) = find_drugs("i take lasix and metformin")
    assert (lasix.drug.name, lasix.drug.generic) == ("Lasix", "furosemide")
    assert (metformin.drug.name, metformin.drug.generic) == ("metformin", "metformin")


def test_the_span_is_where_the_name_stands() -> None:
    text = "on Lisinopril daily"
    (mention,) = find_drugs(text)
    assert text[mention.start : mention.end] == "Lisinopril"


def test_a_misspelled_name_beside_a_dose_is_mended_and_marked() -> None:
    (mention,) = find_drugs("taking lisinipril 10 mg")
    assert mention.drug.name == "lisinopril"
    assert not mention.exact


def test_a_name_that_was_split_is_joined() -> None:
    assert _names("taking met formin") == ["metformin"]


@pytest.mark.parametrize(
    "text",
    ["take some medical advice daily", "aspiring to take it daily", "the ambient dose", "in april"],
)
def test_english_words_are_not_turned_into_medicines(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    "name", ["prednisone", "prednisolone", "hydralazine", "hydroxyzine", "celexa", "celebrex"]
)
def test_a_valid_medicine_is_never_turned_into_its_lookalike(name: str) -> None:
    (mention,) = find_drugs(f"take {name} daily")
    assert mention.drug.name.lower() == name


def test_an_unlisted_name_with_a_known_ending_is_kept_as_it_is() -> None:
    (mention,) = find_drugs("start teneligliptin 20 mg")
    assert mention.drug.name == "teneligliptin"


def test_a_substance_is_a_medicine_only_where_it_is_taken() -> None:
    assert _names("your potassium was 4.2") == []
    assert _names("take potassium 20 mg") == ["potassium"]


def test_classes_are_named_by_what_they_are_for() -> None:
    said = "she is taking some type of anxiety medication and estrogen"
    assert _names(said) == ["anxiety medication", "estrogen"]


def test_parts_that_make_one_medicine_are_one() -> None:
    assert _names("on lisinopril slash hydrochlorothiazide") == ["lisinopril-hydrochlorothiazide"]
    assert _names("i take aspirin and hydrocodone") == ["aspirin", "hydrocodone"]


def test_a_name_is_mended_by_its_sound() -> None:
    assert _names("i took metphormin and hidroclorothiazide") == [
        "metformin",
        "hydrochlorothiazide",
    ]
    assert _names("it does not interfere with taking it daily") == []


def test_a_substance_is_a_medicine_after_another_one() -> None:
    assert _names("just multivitamins and calcium") == ["multivitamins", "calcium"]


def test_rare_names_are_known_too() -> None:
    assert [m.drug.generic for m in find_drugs("she got carboplatin and taxol")] == [
        "carboplatin",
        "paclitaxel",
    ]
