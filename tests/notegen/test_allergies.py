"""Allergies in question and answer."""

from notegen.allergies import find_allergies
from notegen.assertion import read_dialogue
from scribe.transcript import Role, Utterance


def _allergies(*turns: str) -> list[tuple[str, str, tuple[str, ...]]]:
    roles = (Role.CLINICIAN, Role.PATIENT)
    dialogue = read_dialogue(
        [Utterance(f"u{n + 1}", "S", roles[n % 2], 0, 0, text) for n, text in enumerate(turns)]
    )
    return [(a.substance, a.reaction, a.utterances) for a in find_allergies(dialogue)]


def test_substance_and_reaction_come_from_the_answer() -> None:
    assert _allergies("Do you have any allergies?", "Yes, penicillin. It gave me a rash.") == [
        ("penicillin", "rash", ("u1", "u2"))
    ]


def test_a_denial_is_no_known_allergy() -> None:
    assert _allergies("any allergies to medication", "no not that i know of") == [
        ("", "", ("u1", "u2"))
    ]


def test_a_volunteered_allergy_is_found() -> None:
    assert _allergies("okay", "i am allergic to sulfa drugs") == [("sulfa drugs", "", ("u2",))]


def test_allergies_of_a_season_are_named_as_such() -> None:
    assert _allergies("okay", "i have seasonal allergies") == [("seasonal allergens", "", ("u2",))]


def test_a_negated_question_about_one_substance_is_not_an_allergy() -> None:
    assert _allergies("Are you allergic to penicillin?", "No.") == []
