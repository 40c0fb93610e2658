"""The recipe that trains which clauses make a section."""

from collections import Counter
from dataclasses import replace

import pytest

from notegen.clauses import Clause
from notegen.headers import Header
from notegen.word_worth import Told
from notegen.wording import Form
from notegen.worth import LENGTHS
from recipes.note_mts_dialog.examples import Example, WrittenSection, transcript
from recipes.train_snippet.run import (
    Case,
    case,
    cross_validated,
    lengths,
    occurrences,
    scored,
    shares,
    train,
)

SAID = Told(Counter(), Counter())
DRUGS = ("penicillin", "sulfa", "latex", "iodine", "codeine", "aspirin")


def made(text, form):
    return Clause(text, ("u2",), form, "", 1.0)


@pytest.fixture(scope="module")
def cases():
    return tuple(
        Case(
            Header.ALLERGY,
            f"Allergic to {name}.",
            20,
            2,
            SAID,
            (made(f"Allergic to {name}.", Form.FACT), made("It is late already.", Form.TOLD)),
        )
        for name in DRUGS
    )


def test_the_share_of_a_clause_counts_each_word_as_often_as_the_section_has_it():
    clauses = (made("No pain, no fever.", Form.FACT), made("Late.", Form.TOLD))
    assert shares(Case(Header.PLAN, "No fever.", 9, 2, SAID, clauses)) == [0.5, 0.0]


@pytest.fixture(scope="module")
def found(cases):
    return tuple(occurrences(one, 3) for one in cases)


def test_what_sections_have_is_preferred_on_dialogues_held_out(cases, found):
    (scores,) = cross_validated(cases, found, [1.0])
    assert all(score.rouge1 == 100 for score in scores)


def test_formal_words_are_looked_for_more_often_than_others(cases):
    text = "To the doctor."
    one = replace(cases[0], clauses=(made(text, Form.TOLD),), section="The note.")
    assert occurrences(one, 3).kept.tolist() == [*[False] * 3, True, *[False] * 4]


def test_the_length_of_sections_is_learnt(cases, found):
    assert train(cases, found).words(Header.ALLERGY, 20, 2) == pytest.approx(3, abs=0.5)
    assert len(lengths(cases)) == LENGTHS


def test_nothing_chosen_scores_as_the_official_scorer_reads_it(cases, found):
    one = Case(Header.ALLERGY, "None.", 5, 2, SAID, ())
    assert scored(one, train(cases, found), 1).rouge1 == 0


def test_a_case_holds_the_clauses_of_its_dialogue():
    said = transcript("Doctor: Any drug allergies?\nPatient: No.")
    found = case(Example("1", said, WrittenSection(Header.ALLERGY, "None.")))
    assert "No known drug allergies." in {c.text for c in found.clauses}
    assert (found.words, found.turns) == (4, 2)
