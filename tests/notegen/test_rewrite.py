"""Spoken clauses in the third person."""

import pytest

from notegen.rewrite import HE, THEY, clean, sentence_case, third_person


@pytest.mark.parametrize(
    ("spoken", "cleaned"),
    [
        ("um , i , i just feel tired .", "i just feel tired"),
        ("i am ex- exerting any energy", "i am exerting any energy"),
        ("so it 's gon na hurt , you know , a lot", "it's going to hurt a lot"),
        ("okay , i take five hundred milligrams , okay ?", "i take 500 mg"),
    ],
)
def test_hesitations_and_false_starts_are_removed(spoken: str, cleaned: str) -> None:
    assert clean(spoken) == cleaned


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("i feel weak and i have pain", "the patient feels weak and they have pain"),
        ("i'm tired and my back hurts", "the patient is tired and their back hurts"),
        ("my mother had it", "the patient's mother had it"),
        ("it hurts when i walk", "it hurts when the patient walks"),
        ("i don't smoke", "the patient doesn't smoke"),
    ],
)
def test_the_first_person_becomes_the_patient(said: str, told: str) -> None:
    assert third_person(said, THEY) == told


def test_verbs_agree_with_a_known_pronoun() -> None:
    assert third_person("i feel weak and i have pain", HE) == (
        "the patient feels weak and he has pain"
    )


def test_the_second_person_of_the_clinician_becomes_the_patient() -> None:
    assert third_person("if you have pain take your pills", HE, second=True) == (
        "if the patient has pain take his pills"
    )


def test_a_sentence_begins_with_a_capital_and_ends_with_one_stop() -> None:
    assert sentence_case("an ekg was normal.") == "An EKG was normal."
    assert sentence_case("  ") == ""
