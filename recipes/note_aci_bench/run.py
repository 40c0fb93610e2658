"""Score the extractive note on ACI-BENCH: ROUGE by division, evidence, omissions, time.

Prints a line for each note; the last line of standard output is one JSON object with the figures.
What they mean is in this folder's README.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from huggingface_hub import try_to_load_from_cache

from notegen.extractive import ExtractiveWriter
from notegen.score import Pair
from notegen.templates.library import shipped
from recipes.note_aci_bench.encounters import SPLITS, Encounter, encounters, recognised
from recipes.note_aci_bench.figures import Figures, Written, line, measure

BERTSCORE_MODEL = "microsoft/deberta-xlarge-mnli"


def write(encounter: Encounter, template: str) -> Written:
    """Draft one note and take the time."""
    begun = time.perf_counter()
    note = ExtractiveWriter()(encounter.transcript, template)
    return Written(encounter, note.text, 1000 * (time.perf_counter() - begun), note)


def copy(encounter: Encounter) -> Written:
    """The dialogue as the note: the baseline by which the scorer is checked."""
    return Written(encounter, encounter.dialogue, 0.0)


def drop(human: Figures, heard: Figures) -> dict[str, float]:
    """How much lower each mean score is on the recogniser's transcripts, in points."""
    return {
        "rouge1": round(human.full.rouge1 - heard.full.rouge1, 2),
        "rouge2": round(human.full.rouge2 - heard.full.rouge2, 2),
        "rouge_lsum": round(human.full.rouge_lsum - heard.full.rouge_lsum, 2),
        "concept_f1": round(human.concept_f1 - heard.concept_f1, 2),
        "content_f1": round(human.content_f1 - heard.content_f1, 2),
    }


def bertscore(written: Sequence[Written]) -> dict[str, float]:
    """BERTScore where it can be had; otherwise nothing, and a line that says why."""
    if find_spec("bert_score") is None:
        print("BERTScore is left out: the library bert-score is not installed")
        return {}
    if not isinstance(try_to_load_from_cache(BERTSCORE_MODEL, "config.json"), str):
        print(f"BERTScore is left out: its model {BERTSCORE_MODEL} is not on this machine")
        return {}
    from recipes.note_aci_bench.bertscore import bertscore_f1

    pairs = [Pair(w.encounter.reference, w.text) for w in written]
    return {"bertscore_f1": round(bertscore_f1(pairs, BERTSCORE_MODEL), 2)}


def report(
    found: Sequence[Encounter], writer: Callable[[Encounter], Written], shown: int | None
) -> tuple[Figures, dict[str, float]]:
    """Write and measure all notes; print a line for each, the first `shown` in full."""
    written = [writer(encounter) for encounter in found]
    notes, figures = measure(written)
    for note in notes[: shown or 0]:
        show(note.written)
    for note in notes:
        print(line(note))
    return figures, bertscore(written)


def show(written: Written) -> None:
    print(
        f"\n=== {written.encounter.id}: the clinician's\n{written.encounter.reference}\n\n=== ours"
    )
    if written.note is None:
        print(written.text)
    else:
        for section in written.note.sections:
            print(section.name.upper())
            for statement in section.statements:
                print(f"  {statement.text} [{' '.join(statement.evidence)}]")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds aci-bench, e.g. ../shared/data"
    )
    parser.add_argument("--split", choices=[name for name, _ in SPLITS], default="test1")
    parser.add_argument(
        "--copy-transcript", action="store_true", help="take the dialogue itself as the note"
    )
    parser.add_argument(
        "--asr",
        action="store_true",
        help="write from a recogniser's transcripts as well, and say what is lost",
    )
    parser.add_argument("--template", choices=sorted(shipped()), default="visit")
    parser.add_argument("--show", type=int, metavar="N", help="print the first N notes")
    options = parser.parse_args()
    writer = copy if options.copy_transcript else partial(write, template=options.template)
    head = {
        "split": options.split,
        "writer": "transcript" if options.copy_transcript else ExtractiveWriter.name,
        "template": options.template,
    }
    if options.asr:
        twice = recognised(options.data, options.split)
        human, human_bert = report([t.human for t in twice], writer, None)
        heard, heard_bert = report([t.heard for t in twice], writer, options.show)
        result: dict[str, object] = {
            "human": human.as_json() | human_bert,
            "asr": heard.as_json() | heard_bert,
            "drop": drop(human, heard),
        }
    else:
        figures, bert = report(encounters(options.data, options.split), writer, options.show)
        result = figures.as_json() | bert
    print(json.dumps(head | result))


if __name__ == "__main__":
    main()
