"""The recipe that scores single sections on MTS-Dialog."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from notegen.headers import Header
from recipes.note_mts_dialog import extractive
from recipes.note_mts_dialog.agreement import accuracy, macro_f1, spearman
from recipes.note_mts_dialog.examples import examples, judged, transcript
from recipes.note_mts_dialog.run import score
from recipes.note_mts_dialog.study import COMPARED, leads, measures, systems
from scribe.errors import InputError
from scribe.transcript import Role

ROOT = Path(__file__).parents[2]
RUN = ROOT / "recipes" / "note_mts_dialog" / "run.py"
ALLERGY = "Doctor: Any allergies?\nPatient: Yes, I am allergic to penicillin. I get a rash."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "mts-dialog"
    folder.mkdir()
    _write(
        folder / "MTS-Dialog-ValidationSet.csv",
        ("ID", "section_header", "section_text", "dialogue"),
        ("0", "ALLERGY", "Penicillin causes a rash.", ALLERGY),
    )
    return tmp_path


def _write(path: Path, *lines: tuple[str, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)


def test_the_last_line_holds_the_figures(data):
    done = subprocess.run(
        (sys.executable, RUN, "--data", data, "--split", "valid", "--show", "1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    figures = json.loads(lines[-1])
    assert "Penicillin causes a rash." in lines
    assert (figures["dialogues"], figures["header_accuracy"]) == (1, 100)
    assert figures["unsupported_facts"] == 0


def test_any_writer_can_be_measured(data):
    found = examples(data, "valid")
    perfect = score(found, lambda said: found[0].section)
    assert (perfect["rouge1"], perfect["header_macro_f1"], perfect["soap_accuracy"]) == (100,) * 3


def test_a_dialogue_without_facts_has_an_empty_summary():
    section = extractive.write(transcript("Doctor: Hello.\nPatient: Hello."))
    assert (section.header, section.summary) == (Header.PRESENT_ILLNESS, "")


def test_each_speaker_has_a_role():
    roles = [u.role for u in transcript("Doctor: Hi.\nGuest_family: Hi.").utterances]
    assert roles == [Role.CLINICIAN, Role.OTHER]


def test_the_split_that_is_not_there_is_an_input_error(data):
    with pytest.raises(InputError, match="TestSet-2"):
        examples(data, "test2")


LABELS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1)


@given(LABELS)
def test_macro_f1_is_what_scikit_learn_gives(pairs):
    gold, found = zip(*pairs, strict=True)
    assert macro_f1(gold, found) == pytest.approx(100 * f1_score(gold, found, average="macro"))
    assert 0 <= accuracy(gold, found) <= 100


@given(st.lists(st.integers(-5, 5), min_size=2))
def test_ranks_correlate_wholly_with_themselves_and_inversely_with_their_opposite(values):
    rising = [float(v) ** 3 for v in values]
    expected = 1.0 if len(set(values)) > 1 else 0.0
    assert spearman(values, rising) == pytest.approx(expected)
    assert spearman(values, [-v for v in rising]) == pytest.approx(-expected)


def test_ties_share_their_mean_rank():
    # Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: r = 4.5 / sqrt(4.5 * 5)
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


@pytest.mark.shared
def test_the_systems_of_the_study_score_as_published(shared_data):
    items = judged(shared_data)
    measured = [measures(item) for item in items]
    found = systems(items, measured)
    assert [round(s.rouge1, 2) for s in found] == [29.48, 38.38, 40.21, 40.88]
    assert [round(s.fact_f1, 3) for s in found] == [0.614, 0.714, 0.709, 0.728]
    assert [round(s.omission, 3) for s in found] == [0.539, 0.329, 0.381, 0.310]
    precision, *others = leads(items, measured)
    assert (precision.measure, precision.human) == COMPARED[0]
    assert precision.low > 0
    assert all(lead.low <= lead.median <= lead.high for lead in others)
