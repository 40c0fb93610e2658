"""The recipe that trains which sentences a note has."""

import numpy as np
import pytest

from notegen.selection import BUCKETS, OUTPUTS
from recipes.note_aci_bench.encounters import Encounter, transcript
from recipes.train_note_selection.examples import example, share
from recipes.train_note_selection.run import fit, folds, matrix, note_text, saved

_DIALOGUE = """[doctor] what brings you in ?
[patient] i have had a cough for two weeks . i take lisinopril ten milligrams .
[doctor] your lungs are clear . i think you have bronchitis .
[doctor] i'm going to order a chest x-ray . follow up in two weeks ."""
_NOTE = """CHIEF COMPLAINT
Cough.
PHYSICAL EXAM
Lungs are clear.
ASSESSMENT AND PLAN
Bronchitis. I will order a chest x-ray."""


@pytest.fixture
def visit() -> Encounter:
    read = transcript(_DIALOGUE)
    return Encounter("D2N001", _DIALOGUE, read, _NOTE, read)


def test_a_sentence_is_worth_the_share_that_the_note_has_of_it() -> None:
    assert share("Lungs are clear.", _NOTE) == 1
    assert share("Nothing of that", _NOTE) == 0
    assert 0 < share("The lungs are clear today.", _NOTE) < 1


def test_a_sentence_is_measured_against_the_whole_and_each_division(visit: Encounter) -> None:
    found = example(visit)
    assert found.targets.shape == (len(found.candidates), len(OUTPUTS))
    order = [c.draft.text for c in found.candidates].index("Order a chest x-ray.")
    whole, _, exam, _, plan = found.targets[order]
    assert whole == plan > exam


def test_weights_are_learnt_written_and_make_a_note(visit: Encounter, tmp_path) -> None:
    found = example(visit)
    trained = fit(matrix([found]), [found], alpha=0.1)
    assert "chest x-ray" in note_text(found, trained)
    kept = saved(trained, tmp_path / "weights.npz")
    assert 0 < kept <= BUCKETS
    with np.load(tmp_path / "weights.npz") as arrays:
        assert arrays["weights"].shape == (len(OUTPUTS), kept)


def test_no_visit_is_judged_by_weights_that_saw_it(visit: Encounter) -> None:
    for train, judged in folds([example(visit)] * 7):
        assert not set(train) & set(judged)
        assert len(train) + len(judged) == 7
