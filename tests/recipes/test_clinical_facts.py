"""The recipe that scores clinical facts against annotations."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.clinical_facts.annotations import (
    PARTS,
    Asked,
    Consultation,
    Noted,
    consultations,
    read_asked,
    read_noted,
)
from recipes.clinical_facts.in_notes import Compared, compare_with_note
from recipes.clinical_facts.measures import Found, Tally, answers, compare, score
from recipes.corpora import Dialogue, Turn
from scribe.errors import InputError
from scribe.transcript import Role, Transcript, Utterance

RUN = Path(__file__).parents[2] / "recipes" / "clinical_facts" / "run.py"
ASPIRIN = Noted("v", "u2", "medication", ("aspirin",), ("current",), ("75 mg",), (), False)
QUESTION = "Any fever or cough?"


def visit(answer: str, *noted: Noted, affirmed: bool = False) -> Consultation:
    utterances = (
        Utterance("u1", "S1", Role.CLINICIAN, 0, 0, QUESTION),
        Utterance("u2", "S2", Role.PATIENT, 0, 0, answer),
    )
    asked = (Asked("v", "u1", 4, 9, affirmed), Asked("v", "u1", 13, 18, affirmed))
    return Consultation(
        "v", "osce", "seen", Transcript("en", "typed", 0, 0, utterances), noted, asked
    )


def test_a_fact_counts_as_right_by_its_name_and_apart_by_its_values():
    tallies, mistakes = compare((ASPIRIN,), (Found("medication", "aspirin", "stopped"),), "v")
    assert tallies["medication"] == Tally(right=1)
    assert tallies["medication with status"] == Tally(false=1, missed=1)
    assert tallies["dose"] == Tally(missed=1)
    assert {m.measure for m in mistakes} == {"medication with status", "dose"}


def test_what_has_no_partner_is_false_or_missed():
    tallies, _ = compare((ASPIRIN,), (Found("allergy", "aspirin", ""),), "v")
    assert tallies["medication"] == Tally(missed=1)
    assert tallies["allergy"] == Tally(false=1)


def test_optional_facts_count_neither_way():
    optional = Noted("v", "u2", "allergy", ("pollen",), (), (), (), True)
    assert compare((optional,), (), "v")[0] == {}
    assert compare((optional,), (Found("allergy", "pollen", ""),), "v")[0] == {}


def test_a_vital_sign_is_right_only_with_its_value():
    noted = Noted("v", "u2", "vital", ("temperature",), ("38.5",), (), (), False)
    assert compare((noted,), (Found("vital", "temperature", "38.5 °C"),), "v")[0]["vital"].right
    assert compare((noted,), (Found("vital", "temperature", "39 °C"),), "v")[0]["vital"].false


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_precision_and_recall_lie_between_none_and_all(right: int, false: int, missed: int):
    tally = Tally(right, false, missed)
    assert 0 <= tally.precision <= 100
    assert 0 <= tally.recall <= 100
    assert (tally.precision == 100) == (false == 0)
    assert (tally.recall == 100) == (missed == 0)


def test_an_answer_decides_all_that_was_asked():
    told, mistakes = answers(visit("No."))
    assert (told.denied, told.denied_right, told.known) == (2, 2, 2)
    assert told.accuracy == 100
    assert not mistakes


def test_an_undecided_answer_counts_as_wrong():
    told, mistakes = answers(visit("We moved house.", affirmed=True))
    assert (told.affirmed, told.affirmed_right, told.undecided) == (2, 0, 2)
    assert len(mistakes) == 2


def test_a_visit_is_scored_on_what_the_extractor_finds():
    tallies, _, _ = score([visit("No, but I take aspirin 75 mg.", ASPIRIN)])
    assert tallies["medication with status"] == Tally(right=1)
    assert tallies["dose"] == Tally(right=1)


@pytest.mark.parametrize(
    ("annotated", "at_least"),
    [("", 150), ("fresh_", 80), ("last_", 80), ("final_", 80), ("closing_", 80)],
)
def test_the_annotations_of_the_recipe_can_be_read(annotated: str, at_least: int):
    folder = RUN.parent / "annotated"
    noted = read_noted(folder / f"{annotated}facts.tsv")
    asked = read_asked(folder / f"{annotated}answers.tsv")
    assert len(noted) >= at_least
    assert len(asked) >= at_least
    assert all(a.start < a.end for a in asked)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("v\t1\tsurgery\tx\t\t\t", "expected one of medication"),
        ("v\t0\tvital\tx\t\t\t", "expected the number of an utterance"),
    ],
)
def test_a_wrong_annotation_is_refused_without_its_words(tmp_path: Path, row: str, expected: str):
    path = tmp_path / "facts.tsv"
    path.write_text(
        "encounter\tutterance\tkind\tname\tvalue\tdose\tfrequency\n" + row, encoding="utf-8"
    )
    with pytest.raises(InputError, match=expected):
        read_noted(path)


def test_an_answer_is_yes_or_no(tmp_path: Path):
    path = tmp_path / "answers.tsv"
    path.write_text(
        "encounter\tutterance\tstart\tend\tanswer\nv\t1\t0\t3\tperhaps\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="yes or no"):
        read_asked(path)


@pytest.mark.shared
def test_the_consultations_are_parted_by_fixed_rules(shared_data: Path):
    every = consultations(shared_data)
    counts = {
        (corpus, part): sum((c.corpus, c.part) == (corpus, part) for c in every)
        for corpus in ("primock57", "osce", "mts-dialog")
        for part in PARTS
    }
    assert tuple(counts.values()) == (
        *(13, 12, 10, 0, 0, 0),
        *(10, 10, 10, 10, 10, 20),
        *(0, 0, 0, 100, 50, 0),
    )
    assert len({c.id for c in every}) == len(every)
    assert all(
        a.end <= len(c.transcript.utterances[int(a.utterance[1:]) - 1].text)
        for c in every
        for a in c.asked
    )


@pytest.mark.shared
def test_the_recipe_ends_with_its_figures(shared_data: Path):
    done = subprocess.run(
        (sys.executable, str(RUN), "--data", str(shared_data)),
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["part"] == "seen"
    assert figures["osce"]["answers"]["accuracy"] > 90


def test_medicines_of_a_note_are_found_missed_or_not_said_and_allergies_do_not_count() -> None:
    turns = (
        Turn(Role.PATIENT, "I take metformin and aspirin. I am allergic to penicillin."),
        Turn(Role.CLINICIAN, "Warfarin is often a problem."),
    )
    note = "Takes metformin. Warfarin was discussed. Sertraline is new. Allergic to penicillin."
    compared = compare_with_note(Dialogue("v", "mts-dialog", turns), note)
    assert compared == Compared(("metformin",), ("warfarin",), ("aspirin",))
    assert compared.recalled == Tally(right=1, missed=1)
