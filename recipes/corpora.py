"""Labelled medical dialogues of the public corpora as frozen values.

The readers repair what the sources get wrong (mistyped labels, missing colons, one file in
UTF-16) but never the words. `data` is the folder that holds `osce`, `mts-dialog`, `aci-bench`
next to `primock57`.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scribe.errors import InputError
from scribe.transcript import Role

RECORDED_OSCE = ("CAR0001", "CAR0003", "GAS0001")
"""The interviews of which there is a recording: they are the test, nothing trains on them."""

SWAPPED_ACI: dict[str, tuple[int, ...]] = {
    "D2N034": (2, 21, 34),
    "D2N038": (19,),
    "D2N056": (),
    "D2N057": (),
    "D2N059": (5, 40, 58),
    "D2N082": (46,),
    "D2N114": (26,),
}
"""ACI-BENCH dialogues tagged `doctor` where the patient speaks and the other way round, with
the lines (from 0) that are tagged rightly nevertheless.

Established by reading each against its note, not by any classifier. The name that the note gives
the patient is said to the one tagged `doctor`: D2N034 line 1, D2N038 line 0, D2N057 line 0,
D2N082 line 3, D2N114 line 1. In D2N056 the note's farmer who unloads hay is tagged `doctor` (9);
he is asked about the farm (8) and told "i reviewed your vitals" (32). In D2N059 the one tagged
`doctor` greets Dr Cooper (2), by the metadata the doctor, and tells of the note's asthma (4, 8).
"""
SWAPPED_ACI_LINES: dict[str, tuple[int, ...]] = {
    "D2N125": (
        *(0, 1, 2, 4, 6, 11, 12, 13, 15, 16, 17, 18, 20),
        *(24, 25, 26, 27, 38, 42, 46, 47, 48, 49, 50, 51, 52),
    )
}
"""Single lines tagged the wrong way round. In D2N125 lines were merged or cut before tags were
given in turn: the one tagged `doctor` greets Dr Cruz (1), by the metadata the doctor, has been to
the family doctor (15), asks for a prescription to be sent to a pharmacy (51), yet also examines
the face (23, 29).
"""
ACI_LINES_OF_BOTH: dict[str, tuple[int, ...]] = {"D2N125": (3, 5, 7, 9, 19, 21, 37, 43)}
"""Lines in which both speak, a question with its answer: unknown once tags are corrected."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said before the other spoke; never empty, without line breaks."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation; `source` is the corpus with its split, such as `mts-dialog/train`."""

    id: str
    source: str
    turns: tuple[Turn, ...]

    @property
    def text(self) -> str:
        return " ".join(turn.text for turn in self.turns)


OSCE_LABEL = re.compile(r"\s*([DP])(?:\s*[:;\"]\s*|\s+(?=[A-Z])|\s*$)(.*)")
# "Docotr" occurs, "Gest_family" too: the first letters decide.
MTS_LABEL = re.compile(r"\s*\"?(D[oc]{2}t\w*|Pat\w*|Gu?est_\w+)\s*[:.]\s*(.*)", re.IGNORECASE)
ACI_LABEL = re.compile(r"\s*\[(doctor|patient_guest|patient)\]\s*(.*)")
ROLES = (
    ("guest_clin", Role.CLINICIAN),
    ("g", Role.OTHER),
    ("patient_guest", Role.OTHER),
    ("d", Role.CLINICIAN),
    ("p", Role.PATIENT),
)
TEXTGRID_INTERVAL = re.compile(
    r"xmin = ([\d.]+)\s+xmax = [\d.]+\s+text = \"((?:[^\"]|\"\")*)\"", re.DOTALL
)
TEXTGRID_MARK = re.compile(r"</?\w+/?>")


def osce(data: Path, with_recorded: bool = False) -> tuple[Dialogue, ...]:
    """The OSCE interviews (Fareez et al. 2022), by default without the recorded ones."""
    return tuple(
        Dialogue(path.stem, "osce", labelled_turns(any_text(path).splitlines(), OSCE_LABEL))
        for path in files(data / "osce" / "transcripts", "*.txt")
        if with_recorded or path.stem not in RECORDED_OSCE
    )


def mts_dialog(data: Path, split: str) -> tuple[Dialogue, ...]:
    """MTS-Dialog (Ben Abacha et al. 2023); `split` is `train`, `valid` or `test1`."""
    names = {
        "train": "MTS-Dialog-TrainingSet.csv",
        "valid": "MTS-Dialog-ValidationSet.csv",
        "test1": "MTS-Dialog-TestSet-1-MEDIQA-Chat-2023.csv",
    }
    return tuple(
        Dialogue(
            f"{split}-{row['ID']}",
            f"mts-dialog/{split}",
            labelled_turns(row["dialogue"].splitlines(), MTS_LABEL),
        )
        for row in rows(data / "mts-dialog" / names[split])
    )


def aci_bench(data: Path, split: str, as_in_source: bool = False) -> tuple[Dialogue, ...]:
    """ACI-BENCH (Yim et al. 2023); `split` is `train`, `valid` or `test1`.

    Tags that were found to be swapped are corrected, unless they are wanted `as_in_source`.
    """
    names = {
        "train": "train.csv",
        "valid": "valid.csv",
        "test1": "clinicalnlp_taskB_test1.csv",
    }
    return tuple(
        Dialogue(
            row["encounter_id"],
            f"aci-bench/{split}",
            joined(
                labelled_lines(row["dialogue"].splitlines(), ACI_LABEL)
                if as_in_source
                else corrected(row["encounter_id"], row["dialogue"])
            ),
        )
        for row in rows(data / "aci-bench" / names[split])
    )


def corrected(encounter: str, dialogue: str) -> Iterator[tuple[Role, str]]:
    """The lines of an ACI-BENCH dialogue with the roles of those who really speak."""
    other = {Role.CLINICIAN: Role.PATIENT, Role.PATIENT: Role.CLINICIAN}
    everywhere = encounter in SWAPPED_ACI
    exceptions = SWAPPED_ACI.get(encounter) or SWAPPED_ACI_LINES.get(encounter, ())
    of_both = ACI_LINES_OF_BOTH.get(encounter, ())
    for number, (role, text) in enumerate(labelled_lines(dialogue.splitlines(), ACI_LABEL)):
        if number in of_both:
            yield Role.UNKNOWN, text
        else:
            swapped = everywhere != (number in exceptions)
            yield other.get(role, role) if swapped else role, text


def primock57(data: Path) -> tuple[Dialogue, ...]:
    """PriMock57 (Papadopoulos Korfiatis et al. 2022), both speakers merged by time."""
    folder = data / "primock57" / "transcripts"
    names = [path.name.removesuffix("_doctor.TextGrid") for path in files(folder, "*_doctor.*")]
    return tuple(
        Dialogue(
            name,
            "primock57",
            joined(
                (role, text)
                for _, role, text in sorted(
                    textgrid_turns(folder / f"{name}_doctor.TextGrid", Role.CLINICIAN)
                    + textgrid_turns(folder / f"{name}_patient.TextGrid", Role.PATIENT)
                )
            ),
        )
        for name in names
    )


def all_training(data: Path) -> tuple[Dialogue, ...]:
    """Everything a model may learn from; no recorded OSCE interview, no validation, no test."""
    return (
        *osce(data),
        *mts_dialog(data, "train"),
        *aci_bench(data, "train"),
        *primock57(data),
    )


def labelled_turns(lines: Iterable[str], label: re.Pattern[str]) -> tuple[Turn, ...]:
    """Turns of lines that may begin with a label; a line without one continues its turn."""
    return joined(labelled_lines(lines, label))


def labelled_lines(lines: Iterable[str], label: re.Pattern[str]) -> Iterator[tuple[Role, str]]:
    role = Role.UNKNOWN
    for line in lines:
        match = label.match(line)
        if match:
            role = role_of(match.group(1))
        yield role, match.group(2) if match else line


def role_of(label: str) -> Role:
    return next((role for start, role in ROLES if label.lower().startswith(start)), Role.UNKNOWN)


def joined(pieces: Iterable[tuple[Role, str]]) -> tuple[Turn, ...]:
    """Pieces of text as turns: neighbours of the same role become one, empty ones vanish."""
    turns: list[Turn] = []
    for role, raw in pieces:
        text = " ".join(raw.split())
        if not text:
            continue
        if turns and turns[-1].role is role:
            turns[-1] = Turn(role, f"{turns[-1].text} {text}")
        else:
            turns.append(Turn(role, text))
    return tuple(turns)


def textgrid_turns(path: Path, role: Role) -> list[tuple[float, Role, str]]:
    """Start in seconds, role, text of a one-tier TextGrid's intervals, without its marks."""
    return [
        (float(start), role, TEXTGRID_MARK.sub(" ", text.replace('""', '"')))
        for start, text in TEXTGRID_INTERVAL.findall(any_text(path))
    ]


def any_text(path: Path) -> str:
    """A text file in UTF-8, in UTF-16 with a byte order mark, or in Windows' Latin-1."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def files(folder: Path, pattern: str) -> list[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise InputError(f"{folder}: expected files {pattern}, found none")
    return found


def rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(f"{path}: expected a CSV file, found none")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
