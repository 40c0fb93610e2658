"""Score the extractive SOAP note on ACI-BENCH: ROUGE, evidence, numbers, time.

ROUGE follows the official full-note scoring: rouge-score 0.1.2 without stemming, line breaks kept
(rougeLsum splits on them), F-measure averaged over the notes. The note is scored as
`Note.text` gives it.
"""

import argparse
import csv
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rouge_score import rouge_scorer

from notegen.assertion import read_dialogue
from notegen.extractive import ExtractiveWriter
from notegen.numbers import numbers_in
from notegen.verify import doubts
from recipes.corpora import ACI_LABEL, labelled_turns
from scribe.errors import InputError
from scribe.note import Note
from scribe.transcript import Role, Transcript, Utterance

SPLITS = (
    ("train", "train.csv"),
    ("valid", "valid.csv"),
    ("test1", "clinicalnlp_taskB_test1.csv"),
    ("asr-train", "asr/train_virtscribe_asr.csv"),
    ("asr-valid", "asr/valid_virtscribe_asr.csv"),
    ("asr-test1", "asr/test1_virtscribe_asr.csv"),
)
METRICS = ("rouge1", "rouge2", "rougeLsum")


@dataclass(frozen=True, slots=True)
class Encounter:
    """A dialogue and the note that a clinician wrote of it."""

    transcript: Transcript
    reference: str


@dataclass(frozen=True, slots=True)
class Written:
    """A drafted note with the milliseconds that drafting took."""

    encounter: Encounter
    note: Note
    elapsed_ms: float


def encounters(data: Path, split: str) -> tuple[Encounter, ...]:
    """The encounters of a split. Raises InputError where its file is missing."""
    path = data / "aci-bench" / dict(SPLITS)[split]
    if not path.is_file():
        raise InputError(f"{path}: expected the ACI-BENCH file, found none")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = tuple((row["dialogue"], row["note"]) for row in csv.DictReader(lines))
    return tuple(Encounter(transcript(dialogue), note) for dialogue, note in rows)


def transcript(dialogue: str) -> Transcript:
    """A dialogue with `[doctor]` and `[patient]` labels as a typed transcript."""
    lines = dialogue.replace(" [doctor]", "\n[doctor]").replace(" [patient]", "\n[patient]")
    turns = labelled_turns(lines.splitlines(), ACI_LABEL)
    utterances = tuple(
        Utterance(
            f"u{n}", "S1" if turn.role is Role.CLINICIAN else "S2", turn.role, 0, 0, turn.text
        )
        for n, turn in enumerate(turns, start=1)
    )
    return Transcript("en", "typed", 0, 0, utterances)


def write(encounter: Encounter) -> Written:
    """Draft one note and take the time."""
    begin = time.perf_counter()
    note = ExtractiveWriter()(encounter.transcript, "soap")
    return Written(encounter, note, 1000 * (time.perf_counter() - begin))


def rouge(written: Sequence[Written]) -> tuple[tuple[str, float], ...]:
    """Mean F-measure in percent of each metric."""
    scorer = rouge_scorer.RougeScorer(list(METRICS), use_stemmer=False)
    scores = [scorer.score(w.encounter.reference, w.note.text) for w in written]
    return tuple(
        (metric, round(100 * statistics.mean(s[metric].fmeasure for s in scores), 2))
        for metric in METRICS
    )


def unsupported_numbers(written: Written) -> int:
    """Numbers in statements that the cited utterances do not say (0-10 of a pain scale apart)."""
    said = {u.id: u.text for u in written.encounter.transcript.utterances}
    count = 0
    for statement in written.note.statements:
        cited = " . ".join(said[u] for u in statement.evidence)
        text = statement.text.replace("on a scale of 0 to 10", "")
        count += len(numbers_in(text) - numbers_in(cited))
    return count


def doubted(written: Written) -> int:
    """Statements that the typed checks speak against."""
    dialogue = read_dialogue(written.encounter.transcript.utterances)
    return sum(bool(doubts(dialogue, s.text, s.evidence)) for s in written.note.statements)


def figures(written: Sequence[Written], split: str) -> dict[str, object]:
    statements = [s for w in written for s in w.note.statements]
    times = sorted(w.elapsed_ms for w in written)
    return {
        "split": split,
        "notes": len(written),
        "empty_notes": sum(w.note.is_empty for w in written),
        **dict(rouge(written)),
        "statements_per_note": round(len(statements) / len(written), 1),
        "words_per_note": round(statistics.mean(len(w.note.text.split()) for w in written)),
        "statements_with_evidence": sum(bool(s.evidence) for s in statements)
        / max(len(statements), 1),
        "unsupported_numbers": sum(unsupported_numbers(w) for w in written),
        "doubted_statements": sum(doubted(w) for w in written),
        "ms_per_note_median": round(statistics.median(times)),
        "ms_per_note_max": round(times[-1]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds aci-bench, e.g. ../shared/data"
    )
    parser.add_argument(
        "--split",
        choices=[name for name, _ in SPLITS],
        default="test1",
        help="which encounters; asr-* are a recogniser's output (default: test1)",
    )
    parser.add_argument("--show", type=int, metavar="N", help="print the note of encounter N")
    options = parser.parse_args()
    read = encounters(options.data, options.split)
    written = [write(encounter) for encounter in read]
    if options.show is not None:
        for statement in written[options.show].note.statements:
            print(statement.text, " ".join(statement.evidence))
    print(json.dumps(figures(written, options.split)))


if __name__ == "__main__":
    main()
