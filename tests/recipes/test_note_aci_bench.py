"""The recipe that scores notes on ACI-BENCH."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from recipes.note_aci_bench.encounters import encounters, recognised
from recipes.note_aci_bench.figures import Written, line, measure
from recipes.note_aci_bench.run import bertscore, copy, drop, main
from scribe.errors import InputError

ROOT = Path(__file__).parents[2]
RUN = ROOT / "recipes" / "note_aci_bench" / "run.py"
DIALOGUE = """[doctor] hi , what brings you in ?
[patient] i have had a cough and a fever for three days .
[doctor] are you taking anything ?
[patient] yes , i take lisinopril twenty milligrams every day .
[doctor] your blood pressure is 142 over 88 . i'm going to order a chest x-ray ."""
HEARD = DIALOGUE.replace("\n", " ").replace("lisinopril", "listen april")
NOTE = """CHIEF COMPLAINT
Cough and fever.
VITALS REVIEWED
Blood pressure 142/88.
PLAN
Continue lisinopril 20 mg. Chest x-ray."""


def _write(path: Path, **row: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, tuple(row))
        lines.writeheader()
        lines.writerow(row)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """One encounter as `valid`, with a recogniser's transcript of it."""
    folder = tmp_path / "aci-bench"
    _write(folder / "valid.csv", encounter_id="D2N001", dialogue=DIALOGUE, note=NOTE)
    _write(folder / "valid_metadata.csv", encounter_id="D2N001", id="VS001")
    _write(folder / "asr" / "valid_virtscribe_asr.csv", id="VS001", dialogue=HEARD, note=NOTE)
    return tmp_path


@pytest.fixture
def run(capsys, monkeypatch):
    """The recipe in this process: the lines that it prints, with its figures."""

    def run_here(data: Path, *arguments: str) -> tuple[list[str], dict]:
        monkeypatch.setattr(sys, "argv", [str(RUN), *_arguments(data), *arguments])
        main()
        return _read(capsys.readouterr().out)

    return run_here


def _arguments(data: Path) -> tuple[str, ...]:
    return "--data", str(data), "--split", "valid"


def _read(printed: str) -> tuple[list[str], dict]:
    lines = printed.splitlines()
    return lines[:-1], json.loads(lines[-1])


def test_the_last_line_holds_the_figures_and_each_note_has_a_line(data):
    done = subprocess.run(
        (sys.executable, RUN, *_arguments(data)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines, figures = _read(done.stdout)
    assert [found for found in lines if found.startswith("D2N001: ROUGE")]
    assert figures["notes"] == 1
    assert figures["full"].keys() == {"rouge1", "rouge2", "rouge_lsum"}
    assert len(figures["divisions"]) == 4
    assert figures["statements_with_evidence"] == 100
    assert figures["omitted"]["vital"] == {
        "said": 1,
        "missing": 0,
        "confirmed": 1,
        "confirmed_missing": 0,
    }


def test_what_the_recogniser_lost_is_reported(data, run):
    _, figures = run(data, "--asr")
    assert figures["human"]["omitted"]["medication"]["confirmed_missing"] == 0
    assert figures["asr"]["omitted"]["medication"]["confirmed_missing"] == 1
    assert figures["drop"]["concept_f1"] > 0


def test_a_copied_transcript_has_no_statements(data, run):
    lines, figures = run(data, "--copy-transcript", "--show", "1")
    assert "[doctor] hi , what brings you in ?" in lines
    assert figures["writer"] == "transcript"
    assert figures["evidence_recall"] is None


def test_both_forms_of_an_encounter_have_the_same_turns(data):
    (twice,) = recognised(data, "valid")
    assert len(twice.heard.transcript.utterances) == len(twice.human.transcript.utterances) == 5
    assert twice.heard.spoken is twice.human.transcript


def test_a_missing_file_or_id_is_an_input_error(data):
    with pytest.raises(InputError, match="test2"):
        encounters(data, "test2")
    _write(data / "aci-bench" / "valid_metadata.csv", encounter_id="D2N001", id="VS002")
    with pytest.raises(InputError, match="VS001"):
        recognised(data, "valid")


def test_a_test_is_a_confirmed_order_only_if_the_clinicians_plan_has_it(data):
    (encounter,) = encounters(data, "valid")
    only_result = replace(encounter, reference=NOTE.replace("Chest", "\nRESULTS\nChest"))
    notes, _ = measure([copy(encounter), copy(only_result)])
    orders = [[i.name for i in note.confirmed if i.kind == "order"] for note in notes]
    assert orders == [["x-ray"], []]


def test_the_line_of_a_note_names_what_it_leaves_out(data):
    (encounter,) = encounters(data, "valid")
    (note,), _ = measure([Written(encounter, "Well.", 1.0)])
    assert "left out: medication lisinopril" in line(note)


def test_the_drop_is_in_points(data):
    (encounter,) = encounters(data, "valid")
    _, figures = measure([copy(encounter)])
    assert set(drop(figures, figures).values()) == {0.0}


def test_bertscore_that_cannot_be_had_is_left_out_with_a_reason(data, capsys, monkeypatch):
    (encounter,) = encounters(data, "valid")
    monkeypatch.setattr("recipes.note_aci_bench.run.find_spec", lambda name: None)
    assert bertscore([copy(encounter)]) == {}
    assert "bert-score is not installed" in capsys.readouterr().out


@pytest.mark.shared
def test_the_copied_transcript_scores_as_published(shared_data, run):
    _, figures = run(shared_data, "--split", "test1", "--copy-transcript")
    assert figures["full"] == {"rouge1": 32.84, "rouge2": 12.53, "rouge_lsum": 30.61}
    subjective = {"rouge1": 19.62, "rouge2": 6.33, "rouge_lsum": 11.77}
    assert figures["divisions"].pop("subjective") == subjective
    assert all(set(scores.values()) == {0.0} for scores in figures["divisions"].values())


@pytest.mark.shared
def test_every_recognised_encounter_finds_its_other_form(shared_data):
    assert [len(recognised(shared_data, split)) for split in ("train", "valid", "test1")] == [
        12,
        4,
        8,
    ]
