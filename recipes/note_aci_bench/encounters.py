"""Encounters of ACI-BENCH with the note that a clinician wrote of each."""

from dataclasses import dataclass, replace
from pathlib import Path

from recipes.corpora import ACI_LABEL, labelled_turns, rows
from scribe.errors import InputError
from scribe.transcript import Role, Transcript, Utterance

SPLITS = (
    ("train", "train"),
    ("valid", "valid"),
    ("test1", "clinicalnlp_taskB_test1"),
    ("test2", "clinicalnlp_taskC_test2"),
    ("test3", "clef_taskC_test3"),
)
"""The benchmark's names of its splits and of their files."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """`dialogue` is the source's text, `transcript` the same as typed utterances.

    `spoken` is what was really said: another transcript where the first is a recogniser's.
    """

    id: str
    dialogue: str
    transcript: Transcript
    reference: str
    spoken: Transcript


@dataclass(frozen=True, slots=True)
class Twice:
    """The same encounter as a person transcribed it and as a recogniser heard it."""

    human: Encounter
    heard: Encounter


def encounters(data: Path, split: str) -> tuple[Encounter, ...]:
    """The encounters of a split in the order of its file. Raises InputError where it is missing."""
    found = rows(data / "aci-bench" / f"{dict(SPLITS)[split]}.csv")
    return tuple(_encounter(r["encounter_id"], r["dialogue"], r["note"]) for r in found)


def recognised(data: Path, split: str) -> tuple[Twice, ...]:
    """The encounters of a split of which there is a recogniser's output, joined by metadata id.

    Raises InputError where the split has none or an id is not in its metadata.
    """
    human = {e.id: e for e in encounters(data, split)}
    metadata = rows(data / "aci-bench" / f"{dict(SPLITS)[split]}_metadata.csv")
    ids = {row["id"]: row["encounter_id"] for row in metadata}
    twice: list[Twice] = []
    for row in rows(data / "aci-bench" / "asr" / f"{split}_virtscribe_asr.csv"):
        same = human.get(ids.get(row["id"], ""))
        if same is None:
            raise InputError(f"id {row['id']}: expected an encounter of {split}, found none")
        heard = _encounter(same.id, row["dialogue"], same.reference)
        twice.append(Twice(same, replace(heard, spoken=same.transcript)))
    return tuple(twice)


def transcript(dialogue: str) -> Transcript:
    """A dialogue with labels such as `[doctor]`, at the start of a line or within, as utterances.

    Tags stay as they are in the source, swapped ones too.
    """
    lines = dialogue.replace(" [doctor]", "\n[doctor]").replace(" [patient]", "\n[patient]")
    turns = labelled_turns(lines.splitlines(), ACI_LABEL)
    utterances = tuple(
        Utterance(
            f"u{n}", "S1" if turn.role is Role.CLINICIAN else "S2", turn.role, 0, 0, turn.text
        )
        for n, turn in enumerate(turns, start=1)
    )
    return Transcript("en", "typed", 0, 0, utterances)


def _encounter(encounter: str, dialogue: str, reference: str) -> Encounter:
    read = transcript(dialogue)
    return Encounter(encounter, dialogue, read, reference, read)
