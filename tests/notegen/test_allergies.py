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


def test_a_reaction_that_is_asked_for_next_belongs_to_the_allergy() -> None:
    found = _allergies("Any allergies?", "Penicillin.", "What happens?", "My face swells up.")
    assert [(s, r) for s, r, _ in found] == [("penicillin", "swelling")]


def test_a_medicine_against_allergies_is_no_allergen() -> None:
    assert _allergies("Do you take anything for your allergies?", "Just Claritin.") == []
    assert _allergies("Okay.", "I take an allergy pill, Claritin.") == []


def test_what_is_near_the_word_allergy_is_not_always_blamed() -> None:
    assert _allergies("Okay.", "I have two cats and I was tested for allergies.") == []
    assert (
        _allergies("As long as there is no allergy to amoxicillin, we can use it.", "Okay.") == []
    )


def test_a_cream_that_is_used_is_no_allergen() -> None:
    said = "For my eczema I use a hydrocortisone cream. But I'm not allergic to anything."
    assert [s for s, _, _ in _allergies("Are you allergic to anything?", said)] in ([], [""])


def test_a_condition_on_a_bad_reaction_is_no_allergy() -> None:
    turn = "We can give amoxicillin, or if he has bad reactions to penicillins, cefuroxime."
    assert _allergies("Any allergies?", "Not that we know of.", turn)[0][0] == ""


def test_a_no_to_allergies_of_one_kind_leaves_the_others_open() -> None:
    assert _allergies("do you have seasonal allergies?", "no") == []
    assert _allergies("are you allergic to it?", "no") == []
    assert _allergies("any food or drug allergies?", "no") == [("", "", ("u1", "u2"))]
