"""What people who read the consultations wrote down of them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recipes.corpora import Dialogue, aci_bench, mts_dialog, osce, primock57
from scribe.errors import InputError
from scribe.transcript import Role, Transcript, Utterance

KINDS = ("medication", "allergy", "vital")
PARTS = ("seen", "unseen", "fresh", "last", "final", "closing")
"""Looked at while rules were made; annotated before, not looked at; annotated after, four times."""
_FOLDER = Path(__file__).parent / "annotated"
_ROUNDS = ("", "fresh_", "last_", "final_", "closing_")
_WELL_FILLED = ("MSK", "RES")
"""The specialities of OSCE, by the start of an id, with more than a handful of interviews."""
_SPEAKERS = {Role.CLINICIAN: "S1", Role.PATIENT: "S2"}


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact of a consultation; `names`, `values` and the like hold every accepted wording.

    `kind` is one of KINDS. `values` are the statuses of a medicine, the reactions to an allergen
    or the readings of a vital sign; empty where nothing was said. Whether an `optional` fact is
    found counts neither for nor against.
    """

    encounter: str
    utterance: str
    kind: str
    names: tuple[str, ...]
    values: tuple[str, ...]
    doses: tuple[str, ...]
    frequencies: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Characters `start` to `end` (exclusive) of a question name what the answer affirms or not."""

    encounter: str
    utterance: str
    start: int
    end: int
    affirmed: bool


@dataclass(frozen=True, slots=True)
class Consultation:
    """A transcript with all that was written down of it, of some kinds; `part` is one of PARTS."""

    id: str
    corpus: str
    part: str
    transcript: Transcript
    noted: tuple[Noted, ...]
    asked: tuple[Asked, ...]
    kinds: tuple[str, ...] = KINDS


def read_noted(path: Path) -> tuple[Noted, ...]:
    """The facts of a file. Raises InputError for an unknown kind or an utterance below 1."""
    return tuple(
        Noted(
            encounter=row["encounter"],
            utterance=_utterance(path, row["utterance"]),
            kind=_kind(path, row["kind"]),
            names=_accepted(row["name"].removeprefix("?")),
            values=_accepted(row["value"]),
            doses=_accepted(row["dose"]),
            frequencies=_accepted(row["frequency"]),
            optional=row["name"].startswith("?"),
        )
        for row in _rows(path)
    )


def read_asked(path: Path) -> tuple[Asked, ...]:
    """The answered questions of a file. Raises InputError for an answer but `yes` or `no`."""
    found: list[Asked] = []
    for row in _rows(path):
        if row["answer"] not in ("yes", "no"):
            raise InputError(f"{path.name}: expected the answer yes or no, found another")
        utterance = _utterance(path, row["utterance"])
        start, end = int(row["start"]), int(row["end"])
        found.append(Asked(row["encounter"], utterance, start, end, row["answer"] == "yes"))
    return tuple(found)


def chosen(data: Path) -> tuple[tuple[str, str, Dialogue], ...]:
    """Corpus, part and dialogue of all that was annotated, by fixed rules.

    Of PriMock57 all 35: of every seven in alphabetical order the fourth and the seventh are fresh.
    Of OSCE every eleventh from the first, and every twenty-second from the sixth, which is fresh.
    Of what is not fresh every second is unseen. Last: of OSCE every twenty-second from the third,
    of MTS-Dialog test1 every second, since of PriMock57 none is left. Final: of OSCE every
    twenty-second from the ninth, of MTS-Dialog test1 every fourth from the second. Closing: of
    OSCE what `_closing` takes of the rest.
    """
    mock, interviews = primock57(data), osce(data, with_recorded=True)
    first = [
        ("primock57", tuple(d for n, d in enumerate(mock) if n % 7 not in (3, 6))),
        ("osce", interviews[::11]),
    ]
    fresh = [
        ("primock57", tuple(d for n, d in enumerate(mock) if n % 7 in (3, 6))),
        ("osce", interviews[5::22]),
    ]
    last = [
        ("osce", interviews[2::22]),
        ("mts-dialog", mts_dialog(data, "test1")[::2]),
    ]
    final = [
        ("osce", interviews[8::22]),
        ("mts-dialog", mts_dialog(data, "test1")[1::4]),
    ]
    read = {d.id for part in (first, fresh, last, final) for _, ds in part for d in ds}
    closing = _closing(tuple(d for d in interviews if d.id not in read))
    return (
        *((c, PARTS[n % 2], d) for c, dialogues in first for n, d in enumerate(dialogues)),
        *((c, "fresh", d) for c, dialogues in fresh for d in dialogues),
        *((c, "last", d) for c, dialogues in last for d in dialogues),
        *((c, "final", d) for c, dialogues in final for d in dialogues),
        *(("osce", "closing", d) for d in closing),
    )


def consultations(data: Path) -> tuple[Consultation, ...]:
    """The chosen consultations with their annotations; of ACI-BENCH test1 vital signs only."""
    noted = [n for p in _ROUNDS for n in read_noted(_FOLDER / f"{p}facts.tsv")]
    asked = [a for p in _ROUNDS for a in read_asked(_FOLDER / f"{p}answers.tsv")]
    measured = read_noted(_FOLDER / "aci_vitals.tsv")
    aci = tuple(
        Consultation(
            id=dialogue.id,
            corpus="aci-bench",
            part="fresh",
            transcript=transcript(dialogue),
            noted=tuple(f for f in measured if f.encounter == dialogue.id),
            asked=(),
            kinds=("vital",),
        )
        for dialogue in aci_bench(data, "test1")
    )
    return aci + tuple(
        Consultation(
            id=dialogue.id,
            corpus=corpus,
            part=part,
            transcript=transcript(dialogue),
            noted=tuple(f for f in noted if f.encounter == dialogue.id),
            asked=tuple(a for a in asked if a.encounter == dialogue.id),
        )
        for corpus, part, dialogue in chosen(data)
    )


def transcript(dialogue: Dialogue) -> Transcript:
    """A dialogue as typed utterances `u1`, `u2` and so on, one for each turn."""
    utterances = tuple(
        Utterance(f"u{n}", _SPEAKERS.get(turn.role, "S3"), turn.role, 0, 0, turn.text)
        for n, turn in enumerate(dialogue.turns, start=1)
    )
    return Transcript("en", "typed", 0, 0, utterances)


def _closing(unread: Sequence[Dialogue]) -> tuple[Dialogue, ...]:
    """All of the small specialities, and of the others every eleventh from the sixth."""
    filled = tuple(d for d in unread if d.id.startswith(_WELL_FILLED))
    return (*(d for d in unread if not d.id.startswith(_WELL_FILLED)), *filled[5::11])


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(f"{path}: expected a file of annotations, found none")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _kind(path: Path, kind: str) -> str:
    if kind not in KINDS:
        raise InputError(f"{path.name}: expected one of {', '.join(KINDS)}, found '{kind}'")
    return kind


def _utterance(path: Path, number: str) -> str:
    if not number.isdigit() or int(number) < 1:
        raise InputError(f"{path.name}: expected the number of an utterance, found '{number}'")
    return f"u{number}"


def _accepted(wordings: str) -> tuple[str, ...]:
    return tuple(w.lower() for w in wordings.split("|") if w)
