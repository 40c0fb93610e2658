"""Dialogues of MTS-Dialog with the section that was written of each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from notegen.headers import Header
from recipes.corpora import MTS_LABEL, labelled_turns, rows
from scribe.errors import InputError
from scribe.transcript import Role, Transcript, Utterance

FILES = (
    ("train", "MTS-Dialog-TrainingSet.csv"),
    ("valid", "MTS-Dialog-ValidationSet.csv"),
    ("test1", "MTS-Dialog-TestSet-1-MEDIQA-Chat-2023.csv"),
    ("test2", "MTS-Dialog-TestSet-2-MEDIQA-Sum-2023.csv"),
)
SUMMARIES = "MTS-Dialog-Automatic-Summaries-ValidationSet.csv"
MANUAL_SCORES = "MTS-Dialog-Manual-Scores4CorrelationStudy.csv"


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """The header that a dialogue belongs under, with its summary, which may be empty."""

    header: Header
    summary: str


Write = Callable[[Transcript], WrittenSection]
"""What is measured: from a dialogue to the section of a note."""


@dataclass(frozen=True, slots=True)
class Example:
    """A dialogue and the section that a clinician's note has of it."""

    id: str
    transcript: Transcript
    section: WrittenSection


@dataclass(frozen=True, slots=True)
class Judged:
    """A system's summary of a dialogue with what a person found in it, all in [0, 1].

    Facts are those of the clinician's section. The systems are numbered from 1; they have no
    names in the source.
    """

    system: int
    transcript: Transcript
    reference: str
    summary: str
    fact_precision: float
    fact_recall: float
    fact_f1: float
    hallucination: float
    omission: float


def examples(data: Path, split: str) -> tuple[Example, ...]:
    """The examples of a split. Raises InputError where its file is missing."""
    return tuple(
        Example(
            row["ID"],
            transcript(row["dialogue"]),
            WrittenSection(Header(row["section_header"].strip()), row["section_text"]),
        )
        for row in rows(data / "mts-dialog" / dict(FILES)[split])
    )


def judged(data: Path) -> tuple[Judged, ...]:
    """The released correlation study: summaries and scores are in two files in the same order.

    Raises InputError where a file is missing or they differ in length.
    """
    summaries = rows(data / "mts-dialog" / SUMMARIES)
    scores = rows(data / "mts-dialog" / MANUAL_SCORES)
    if len(summaries) != len(scores):
        raise InputError(f"{MANUAL_SCORES}: expected {len(summaries)} rows, found {len(scores)}")
    system = 0
    found: list[Judged] = []
    for summary, score in zip(summaries, scores, strict=True):
        system += summary["ID"] == "0"  # each system's summaries are numbered from 0
        found.append(
            Judged(
                system,
                transcript(summary["Dialogue"]),
                summary["Reference Summary"],
                summary["Automatic Summary"],
                float(score["FactualPrecision"]),
                float(score["FactualRecall"]),
                float(score["FactualF1"]),
                float(score["HallucinationRate"]),
                float(score["OmissionRate"]),
            )
        )
    return tuple(found)


def transcript(dialogue: str) -> Transcript:
    """Lines `Doctor: ...`, `Patient: ...`, `Guest_family: ...` as typed utterances."""
    turns = labelled_turns(dialogue.splitlines(), MTS_LABEL)
    speakers = {Role.CLINICIAN: "S1", Role.PATIENT: "S2"}
    utterances = tuple(
        Utterance(f"u{n}", speakers.get(turn.role, "S3"), turn.role, 0, 0, turn.text)
        for n, turn in enumerate(turns, start=1)
    )
    return Transcript("en", "typed", 0, 0, utterances)
