"""Measure the summaries for patients: how easy they read, what their lines rest on.

Prints a line for each visit; the last line of standard output is one JSON object with the figures.
What they mean is in this folder's README.
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from notegen.assertion import read_dialogue
from notegen.extractive import ExtractiveWriter
from notegen.patient_summary import HEADINGS
from notegen.readability import grade, words_of
from notegen.support import Support, figures, support
from recipes.corpora import Dialogue, primock57
from recipes.note_aci_bench.encounters import SPLITS, encounters
from recipes.patient_summary.dictionary import agreement
from scribe.note import Note
from scribe.transcript import Role, Transcript, Utterance

READABLE_GRADE = 7.0
PRIMOCK = "primock57"


@dataclass(frozen=True, slots=True)
class Visit:
    """A conversation with the id of its source."""

    id: str
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Measured:
    """One visit: grades of what the patient reads, of its words to know, of the note, of the talk.

    Grades are None where there is no such text; `support` is of each line.
    """

    id: str
    lines: tuple[str, ...]
    headings: tuple[str, ...]
    words: int
    glossary: int
    grade: float | None
    grade_with_glossary: float | None
    note_grade: float | None
    dialogue_grade: float
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians and 90th percentiles over summaries that are not empty; shares in percent.

    `with_section` counts summaries by the sections they have; `syllables_as_in_dictionary` is the
    share of words whose syllables our rules count as CMUdict does, `syllables_in_excess` how many
    more they count in all.
    """

    visits: int
    empty: int
    lines: int
    lines_per_summary: float
    words_per_summary: float
    glossary_per_summary: float
    grade_median: float
    grade_p90: float
    grade_max: float
    share_at_grade_7_or_below: float
    grade_with_glossary_median: float
    grade_with_glossary_p90: float
    note_grade_median: float
    dialogue_grade_median: float
    lines_with_evidence: float
    unsupported_numbers: int
    unsupported_drugs: int
    unsupported_sides: int
    contradicted_lines: int
    with_section: dict[str, int]
    syllables_as_in_dictionary: float
    syllables_in_excess: int


def visits(data: Path, name: str) -> tuple[Visit, ...]:
    """The visits of a split of ACI-BENCH or of PriMock57. Raises InputError where it is missing."""
    if name == PRIMOCK:
        return tuple(Visit(d.id, _transcript(d)) for d in primock57(data))
    return tuple(Visit(e.id, e.transcript) for e in encounters(data, name))


def measured(visit: Visit, note: Note) -> Measured:
    """What the summary of one note is worth."""
    dialogue = read_dialogue(visit.transcript.utterances)
    summary = note.patient_summary
    lines = tuple(line.text for line in summary.lines)
    text = "\n".join(lines)
    return Measured(
        id=visit.id,
        lines=lines,
        headings=tuple(section.heading for section in summary.sections),
        words=len(text.split()),
        glossary=len(summary.glossary),
        grade=grade(text) if lines else None,
        grade_with_glossary=grade(summary.text) if lines else None,
        note_grade=grade("\n".join(s.text for s in note.statements)) if note.statements else None,
        dialogue_grade=grade("\n".join(u.text for u in visit.transcript.utterances)),
        support=tuple(support(dialogue, line.text, line.evidence) for line in summary.lines),
    )


def gathered(rows: Sequence[Measured]) -> Figures:
    """All together. Raises statistics.StatisticsError where no summary has a line."""
    told = [row for row in rows if row.lines]
    grades = sorted(_present(row.grade for row in told))
    whole = sorted(_present(row.grade_with_glossary for row in told))
    total = figures(s for row in told for s in row.support)
    share, excess = agreement(word for row in told for line in row.lines for word in words_of(line))
    sections = Counter(heading for row in told for heading in row.headings)
    return Figures(
        visits=len(rows),
        empty=len(rows) - len(told),
        lines=total.statements,
        lines_per_summary=statistics.mean(len(row.lines) for row in told),
        words_per_summary=statistics.mean(row.words for row in told),
        glossary_per_summary=statistics.mean(row.glossary for row in told),
        grade_median=statistics.median(grades),
        grade_p90=_p90(grades),
        grade_max=grades[-1],
        share_at_grade_7_or_below=100 * sum(g <= READABLE_GRADE for g in grades) / len(grades),
        grade_with_glossary_median=statistics.median(whole),
        grade_with_glossary_p90=_p90(whole),
        note_grade_median=statistics.median(_present(row.note_grade for row in told)),
        dialogue_grade_median=statistics.median(row.dialogue_grade for row in rows),
        lines_with_evidence=total.evidence_share,
        unsupported_numbers=total.numbers,
        unsupported_drugs=total.drugs,
        unsupported_sides=total.sides,
        contradicted_lines=total.contradicted,
        with_section={heading: sections[heading] for heading in HEADINGS},
        syllables_as_in_dictionary=share,
        syllables_in_excess=excess,
    )


def _p90(values: Sequence[float]) -> float:
    """The 90th percentile of sorted values, by the nearest rank."""
    return values[max(0, -(-len(values) * 9 // 10) - 1)]


def _present(values: Iterator[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _transcript(dialogue: Dialogue) -> Transcript:
    utterances = tuple(
        Utterance(
            f"u{n}", "S1" if turn.role is Role.CLINICIAN else "S2", turn.role, 0, 0, turn.text
        )
        for n, turn in enumerate(dialogue.turns, start=1)
    )
    return Transcript("en", "typed", 0, 0, utterances)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds aci-bench and primock57"
    )
    parser.add_argument(
        "--split", choices=[*(name for name, _ in SPLITS), PRIMOCK], default="valid"
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N")
    options = parser.parse_args()
    write = ExtractiveWriter()
    rows = []
    for place, visit in enumerate(visits(options.data, options.split)):
        note = write(visit.transcript, "soap")
        row = measured(visit, note)
        rows.append(row)
        if place < options.show:
            print(f"\n=== {visit.id}\n{note.patient_summary.text}\n")
        easy = "no summary" if row.grade is None else f"grade {row.grade:.1f}"
        print(f"{row.id}: {len(row.lines)} lines, {easy}")
    found = {
        key: round(value, 2) if isinstance(value, float) else value
        for key, value in asdict(gathered(rows)).items()
    }
    print(json.dumps({"split": options.split, **found}))


if __name__ == "__main__":
    main()
