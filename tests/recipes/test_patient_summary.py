"""The recipe that measures summaries for patients."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from notegen.extractive import ExtractiveWriter
from notegen.readability import syllables
from recipes.patient_summary.dictionary import agreement, pronounced
from recipes.patient_summary.run import Visit, gathered, measured, visits
from scribe.errors import InputError
from scribe.wire import read_transcript

ROOT = Path(__file__).parents[2]
RUN = ROOT / "recipes" / "patient_summary" / "run.py"
DIALOGUE = """[doctor] hi , what brings you in ?
[patient] i have had a cough and a fever for three days .
[doctor] are you taking anything ?
[patient] yes , i take lisinopril twenty milligrams every day .
[doctor] your blood pressure is 142 over 88 . i'm going to order a chest x-ray ."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "aci-bench"
    folder.mkdir()
    with (folder / "valid.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, ("encounter_id", "dialogue", "note"))
        lines.writeheader()
        lines.writerow({"encounter_id": "D1", "dialogue": DIALOGUE, "note": "PLAN\nX-ray."})
    return tmp_path


def row_of(text: str):
    transcript = read_transcript(text)
    return measured(Visit("v", transcript), ExtractiveWriter()(transcript, "soap"))


def test_the_recipe_prints_its_figures_last(data: Path) -> None:
    done = subprocess.run(
        (sys.executable, RUN, "--data", data, "--split", "valid", "--show", "1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["split"], found["visits"], found["empty"]) == ("valid", 1, 0)
    assert found["lines_with_evidence"] == 100
    assert found["unsupported_numbers"] == found["unsupported_drugs"] == 0
    assert found["with_section"]["Why you came"] == 1
    assert "WHY YOU CAME" in done.stdout


def test_a_split_that_is_missing_is_told(data: Path) -> None:
    with pytest.raises(InputError):
        visits(data, "test1")


def test_a_summary_without_lines_counts_as_empty() -> None:
    told = row_of(DIALOGUE.replace("[doctor]", "D:").replace("[patient]", "P:"))
    nothing = row_of("D: Hello.\nP: Hello.")
    found = gathered((told, nothing))
    assert (found.visits, found.empty) == (2, 1)
    assert (nothing.grade, nothing.lines) == (None, ())
    assert found.grade_median == told.grade


def test_syllables_are_held_against_a_dictionary() -> None:
    assert pronounced()["doctor"] == 2
    assert agreement(("doctor", "take", "mg", "lisinoprilx")) == (100, 0)
    wrong = next(w for w in ("queue", "colonel", "ia") if w in pronounced())
    share, excess = agreement((wrong,))
    assert excess == syllables(wrong) - pronounced()[wrong]
    assert share in (0, 100)
