"""What is measured of the notes of one split."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from notegen.assertion import read_dialogue
from notegen.concepts import concept_f1
from notegen.content import content_f1
from notegen.divisions import Division, divide
from notegen.salience import Salient, SalientKind, absent, salient
from notegen.score import Pair, Rouge, score_notes
from notegen.support import Support, figures, note_support
from recipes.note_aci_bench.encounters import Encounter
from scribe.note import Note


@dataclass(frozen=True, slots=True)
class Written:
    """A note of an encounter, its text, and the milliseconds that writing it took.

    `note` is None where the text was not written in statements with evidence.
    """

    encounter: Encounter
    text: str
    elapsed_ms: float
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One note: what its statements rest on and what it leaves out.

    `said` are medicines, allergies, measurements and orders of the dialogue, `missing` those that
    the note lacks; `confirmed` are those that the clinician's own note has.
    """

    written: Written
    rouge: Rouge
    concept_f1: float
    content_f1: float
    support: tuple[Support, ...]
    said: tuple[Salient, ...]
    missing: tuple[Salient, ...]
    confirmed: tuple[Salient, ...]


@dataclass(frozen=True, slots=True)
class Omitted:
    """How many of a kind were said, and how many of those the note lacks; then the same of those
    that the clinician's note has, which matter for certain."""

    said: int
    missing: int
    confirmed: int
    confirmed_missing: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over notes, or counts and shares over all statements; ROUGE, F1, shares in percent.

    Shares are None where no note has statements.
    """

    notes: int
    empty_notes: int
    full: Rouge
    divisions: tuple[tuple[Division, Rouge], ...]
    concept_f1: float
    content_f1: float
    words_per_note: float
    statements_per_note: float
    statements_with_evidence: float | None
    evidence_precision: float | None
    evidence_recall: float | None
    unsupported_numbers: int
    unsupported_drugs: int
    unsupported_sides: int
    contradicted_statements: int
    omitted: tuple[tuple[SalientKind, Omitted], ...]
    ms_per_note_median: float
    ms_per_note_max: float

    def as_json(self) -> dict[str, object]:
        """For `json.dumps`: rounded to the hundredth, divisions and kinds as keys."""
        return _rounded(
            {
                **asdict(self),
                "divisions": {division.value: asdict(r) for division, r in self.divisions},
                "omitted": {kind.value: asdict(o) for kind, o in self.omitted},
            }
        )


def measure(written: Sequence[Written]) -> tuple[tuple[Measured, ...], Figures]:
    """Each note and all together. Raises statistics.StatisticsError where there are no notes."""
    scores = score_notes([Pair(w.encounter.reference, w.text) for w in written])
    notes = tuple(_measured(w, rouge) for w, rouge in zip(written, scores.notes, strict=True))
    total = figures(s for note in notes for s in note.support)
    stated = total.statements > 0
    times = [w.elapsed_ms for w in written]
    return notes, Figures(
        notes=len(written),
        empty_notes=sum(not w.text or (w.note is not None and w.note.is_empty) for w in written),
        full=scores.full,
        divisions=tuple((d.division, d.rouge) for d in scores.divisions),
        concept_f1=statistics.mean(note.concept_f1 for note in notes),
        content_f1=statistics.mean(note.content_f1 for note in notes),
        words_per_note=statistics.mean(len(w.text.split()) for w in written),
        statements_per_note=total.statements / len(written),
        statements_with_evidence=total.evidence_share if stated else None,
        evidence_precision=total.evidence_precision if stated else None,
        evidence_recall=total.evidence_recall if stated else None,
        unsupported_numbers=total.numbers,
        unsupported_drugs=total.drugs,
        unsupported_sides=total.sides,
        contradicted_statements=total.contradicted,
        omitted=tuple((kind, _omitted(notes, kind)) for kind in SalientKind),
        ms_per_note_median=statistics.median(times),
        ms_per_note_max=max(times),
    )


def line(note: Measured) -> str:
    """One note's figures as a line to read."""
    found = figures(note.support)
    wrong = found.numbers + found.drugs + found.sides + found.contradicted
    missing = ", ".join(f"{item.kind.value} {item.name}" for item in note.missing)
    return (
        f"{note.written.encounter.id}: ROUGE {note.rouge.rouge1:.1f} / {note.rouge.rouge2:.1f} /"
        f" {note.rouge.rouge_lsum:.1f}, concepts {note.concept_f1:.1f},"
        f" {len(note.written.text.split())} words, {found.statements} statements,"
        f" unsupported {wrong}, {note.written.elapsed_ms:.0f} ms"
        + (f", left out: {missing}" if missing else "")
    )


def _measured(written: Written, rouge: Rouge) -> Measured:
    encounter = written.encounter
    dialogue = read_dialogue(encounter.transcript.utterances)
    said = salient(read_dialogue(encounter.spoken.utterances))
    unconfirmed = {
        *absent([s for s in said if s.kind is not SalientKind.ORDER], encounter.reference),
        *absent([s for s in said if s.kind is SalientKind.ORDER], _plan(encounter.reference)),
    }
    return Measured(
        written,
        rouge,
        concept_f1(encounter.reference, written.text),
        content_f1(encounter.reference, written.text),
        note_support(dialogue, written.note) if written.note is not None else (),
        said,
        absent(said, written.text),
        tuple(item for item in said if item not in unconfirmed),
    )


def _plan(note: str) -> str:
    """What a note decides: a test that is only reported in its results is no order."""
    parts = divide(note)
    return "".join(p.text for p in parts if p.division is Division.ASSESSMENT_AND_PLAN)


def _omitted(notes: Sequence[Measured], kind: SalientKind) -> Omitted:
    def of_kind(items: Sequence[Salient]) -> Iterator[Salient]:
        return (item for item in items if item.kind is kind)

    return Omitted(
        said=sum(len(tuple(of_kind(n.said))) for n in notes),
        missing=sum(len(tuple(of_kind(n.missing))) for n in notes),
        confirmed=sum(len(tuple(of_kind(n.confirmed))) for n in notes),
        confirmed_missing=sum(i in n.confirmed for n in notes for i in of_kind(n.missing)),
    )


def _rounded(values: dict[str, object]) -> dict[str, object]:
    return {key: _round(value) for key, value in values.items()}


def _round(value: object) -> object:
    match value:
        case float():
            return round(value, 2)
        case dict():
            return _rounded(value)
        case _:
            return value
