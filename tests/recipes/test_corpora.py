import csv
from pathlib import Path

from recipes import corpora
from scribe.transcript import Role


def write_aci(data: Path, encounter: str, lines: list[str]) -> None:
    folder = data / "aci-bench"
    folder.mkdir(parents=True)
    with (folder / "train.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ("encounter_id", "dialogue"))
        rows.writeheader()
        rows.writerow({"encounter_id": encounter, "dialogue": "\n".join(lines)})


def roles_of(data: Path, as_in_source: bool = False) -> list[Role]:
    (dialogue,) = corpora.aci_bench(data, "train", as_in_source)
    return [turn.role for turn in dialogue.turns]


def test_swapped_tags_are_corrected_unless_they_are_wanted(tmp_path: Path) -> None:
    write_aci(tmp_path, "D2N056", ["[patient] how are you", "[doctor] i was sick"])
    assert roles_of(tmp_path) == [Role.CLINICIAN, Role.PATIENT]
    assert roles_of(tmp_path, as_in_source=True) == [Role.PATIENT, Role.CLINICIAN]


def test_lines_tagged_rightly_in_a_swapped_dialogue_stay(tmp_path: Path) -> None:
    lines = [f"[{('patient', 'doctor')[n % 2]}] line {n}" for n in range(20)]
    write_aci(tmp_path, "D2N038", lines)
    assert roles_of(tmp_path)[-1] is Role.CLINICIAN
    assert roles_of(tmp_path, as_in_source=True)[-1] is Role.CLINICIAN


def test_a_line_that_both_speak_in_is_nobodys(tmp_path: Path) -> None:
    lines = [f"[{('patient', 'doctor')[n % 2]}] line {n}" for n in range(5)]
    write_aci(tmp_path, "D2N125", lines)
    clinician, patient, unknown = Role.CLINICIAN, Role.PATIENT, Role.UNKNOWN
    assert roles_of(tmp_path) == [clinician, patient, clinician, unknown, clinician]


def test_other_dialogues_are_as_in_the_source(tmp_path: Path) -> None:
    write_aci(tmp_path, "D2N001", ["[doctor] hi", "[patient_guest] hello", "[patient] hi"])
    assert roles_of(tmp_path) == [Role.CLINICIAN, Role.OTHER, Role.PATIENT]
    assert roles_of(tmp_path) == roles_of(tmp_path, as_in_source=True)


def test_a_label_behind_a_quotation_mark_is_read() -> None:
    turns = corpora.labelled_turns(['"Doctor: Any pain?', "Patient: No."], corpora.MTS_LABEL)
    assert [turn.role for turn in turns] == [Role.CLINICIAN, Role.PATIENT]
