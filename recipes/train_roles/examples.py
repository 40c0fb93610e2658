"""What was said, by whom, with how it is weighted in training."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from recipes import corpora
from scribe.transcript import Role

FOLDS = 5
SPEAKERS = (Role.CLINICIAN, Role.PATIENT, Role.OTHER)
CORPUS_WEIGHTS = {"osce": 0.5, "mts-dialog": 1.0, "aci-bench": 2.0, "primock57": 2.0}
"""Real visits count more than OSCE interviews, of which there are six times as many turns."""
PHRASE_WEIGHT = 0.5
PHRASE_END = re.compile(r"[.?!,;:\u2026]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Said:
    """A turn, or a phrase of one (`whole` is false); `place` is the turn's in its dialogue."""

    corpus: str
    dialogue: str
    fold: int
    place: int
    role: Role
    text: str
    whole: bool

    @property
    def clinician(self) -> bool:
        return self.role is Role.CLINICIAN

    @property
    def weight(self) -> float:
        return CORPUS_WEIGHTS[self.corpus] * (1.0 if self.whole else PHRASE_WEIGHT)


def turns(dialogues: Iterable[corpora.Dialogue]) -> tuple[Said, ...]:
    """Turns of clinicians, patients and those who came along."""
    return tuple(
        Said(
            dialogue.source.split("/")[0],
            dialogue.id,
            fold_of(dialogue.id),
            place,
            turn.role,
            turn.text,
            True,
        )
        for dialogue in dialogues
        for place, turn in enumerate(dialogue.turns)
        if turn.role in SPEAKERS
    )


def phrases(whole: Iterable[Said]) -> tuple[Said, ...]:
    """Each turn cut at its punctuation."""
    return tuple(
        Said(said.corpus, said.dialogue, said.fold, said.place, said.role, phrase.strip(), False)
        for said in whole
        for phrase in PHRASE_END.split(said.text)
        if any(character.isalnum() for character in phrase)
    )


def fold_of(dialogue: str) -> int:
    """All of a dialogue is in one fold, whatever else there is."""
    return int(hashlib.sha256(dialogue.encode()).hexdigest(), 16) % FOLDS


def notes(data: Path, split: str) -> list[list[str]]:
    """The sentences of each ACI-BENCH note: what a clinician dictates."""
    return [
        [line for line in row["note"].replace(". ", "\n").splitlines() if len(line.split()) > 3]
        for row in corpora.rows(data / "aci-bench" / f"{split}.csv")
    ]


def dictated(data: Path) -> tuple[Said, ...]:
    """Notes of the training set as phrases by the clinician; in no fold, always trained on."""
    return tuple(
        Said("aci-bench", f"note-{number}", -1, place, Role.CLINICIAN, line, False)
        for number, note in enumerate(notes(data, "train"))
        for place, line in enumerate(note)
    )
