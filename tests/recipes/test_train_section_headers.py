"""The recipe that trains the section headers."""

import numpy as np
import pytest

from notegen.headers import HEADERS, Header, HeaderClassifier, counted
from recipes.note_mts_dialog.examples import transcript
from recipes.train_section_headers.model import (
    Strength,
    calibration_error,
    frequencies,
    margins,
    matrix,
    sharpness,
    train,
    write,
)
from recipes.train_section_headers.run import Corpus, figures, held_out, without, written

ALLERGIES = ("penicillin", "sulfa", "latex", "peanuts", "eggs", "iodine")
MEDICINES = ("lisinopril", "metformin", "insulin", "aspirin", "warfarin", "codeine")
HABITS = ("cigarettes", "cigars", "beer", "wine", "tobacco", "whisky")


def dialogue(question, answer):
    return counted(transcript(f"Doctor: {question}\nPatient: {answer}").utterances)


@pytest.fixture(scope="module")
def corpus():
    allergies = [dialogue("Any allergies?", f"I am allergic to {name}.") for name in ALLERGIES]
    habits = [dialogue("Any habits?", f"I use {name} at weekends.") for name in HABITS]
    medicines = [dialogue("Any medicines?", f"I take {name} daily.") for name in MEDICINES]
    return Corpus(
        (*allergies, *habits, *medicines),
        tuple(written(name) for name in (*ALLERGIES, *HABITS, *MEDICINES)),
        (Header.ALLERGY,) * 6 + (Header.FAMILY_SOCIAL,) * 6 + (Header.MEDICATIONS,) * 6,
    )


def test_what_was_not_seen_in_training_is_told_apart(corpus):
    found = figures(held_out(corpus, Strength(), 0), corpus.headers)
    assert (found["header_accuracy"], found["header_macro_f1"]) == (100, 100)


def test_the_written_weights_judge_as_the_trained_ones(corpus, tmp_path):
    trained = train(corpus.dialogues, corpus.sections, corpus.headers, Strength())
    write(tmp_path / "headers.npz", trained, 2.0)
    read = HeaderClassifier(tmp_path / "headers.npz")
    said = transcript("Doctor: Any allergies?\nPatient: I am allergic to penicillin.").utterances
    assert read.margins(said) == pytest.approx(margins(trained, [counted(said)])[0], abs=0.02)
    assert read.likeliest(said).header is Header.ALLERGY


def test_a_header_that_was_never_seen_is_never_found(corpus):
    trained = train(corpus.dialogues, corpus.sections, corpus.headers, Strength(written=0))
    found = margins(trained, corpus.dialogues).argmax(axis=1)
    assert {HEADERS[n] for n in found} == set(corpus.headers)


@pytest.mark.parametrize("part", ["asked", "opening", "characters", "meaning"])
def test_parts_can_be_left_out(corpus, part):
    whole = matrix(corpus.dialogues, frequencies(corpus.dialogues))
    fewer = without(corpus, part)
    assert matrix(fewer.dialogues, frequencies(fewer.dialogues)).nnz < whole.nnz


def test_confidence_that_is_right_as_often_as_it_says_has_no_error():
    found = np.zeros((4, len(HEADERS)))
    found[:, 0], found[:, 1] = 0.75, 0.25
    headers = [HEADERS[0]] * 3 + [HEADERS[1]]
    assert calibration_error(found, headers) == pytest.approx(0)
    assert calibration_error(found, [HEADERS[0]] * 4) == pytest.approx(25)


def test_margins_that_are_often_wrong_are_made_less_sharp():
    found = np.zeros((10, len(HEADERS)))
    found[:, 0] = 1
    right = [HEADERS[0]] * 10
    wrong = [HEADERS[0]] * 4 + [HEADERS[2]] * 6
    assert sharpness(found, wrong) < sharpness(found, right)
