"""Score a writer of single sections on MTS-Dialog: the header, the summary, its support.

With `--study` also the released correlation study: which measure ranks summaries as a person does.
The last line of standard output is one JSON object with the figures.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from notegen.assertion import read_dialogue
from notegen.concepts import concept_f1
from notegen.content import content_f1
from notegen.score import UNWRITTEN, mean, rouge
from notegen.snippet import write_section
from notegen.support import figures, support
from recipes.note_mts_dialog import extractive
from recipes.note_mts_dialog.agreement import accuracy, macro_f1
from recipes.note_mts_dialog.examples import FILES, Example, Write, WrittenSection, examples, judged
from recipes.note_mts_dialog.study import correlations, leads, measures, systems
from scribe.transcript import Transcript


def trained(transcript: Transcript) -> WrittenSection:
    """The section as `notegen.snippet` writes it."""
    written = write_section(transcript)
    return WrittenSection(written.header, written.text)


WRITERS: dict[str, Write] = {"snippet": trained, "extractive": extractive.write}


def score(found: Sequence[Example], write: Write) -> dict[str, object]:
    """Figures of the sections that a writer gives for these examples, in percent."""
    begun = time.perf_counter()
    written = [write(example.transcript) for example in found]
    elapsed_ms = 1000 * (time.perf_counter() - begun)
    gold = [e.section.header for e in found]
    ours = [w.header for w in written]
    summaries = mean(
        [
            rouge(e.section.summary, w.summary or UNWRITTEN)
            for e, w in zip(found, written, strict=True)
        ]
    )
    supports = figures(
        support(
            read_dialogue(e.transcript.utterances),
            w.summary,
            tuple(u.id for u in e.transcript.utterances),
        )
        for e, w in zip(found, written, strict=True)
    )
    texts = [(e.section.summary, w.summary) for e, w in zip(found, written, strict=True)]
    return {
        "dialogues": len(found),
        "empty_summaries": sum(not w.summary for w in written),
        "header_accuracy": round(accuracy(gold, ours), 2),
        "header_macro_f1": round(macro_f1(gold, ours), 2),
        "soap_accuracy": round(accuracy([h.soap for h in gold], [h.soap for h in ours]), 2),
        "soap_macro_f1": round(macro_f1([h.soap for h in gold], [h.soap for h in ours]), 2),
        **{name: round(value, 2) for name, value in asdict(summaries).items()},
        "concept_f1": round(statistics.mean(concept_f1(*pair) for pair in texts), 2),
        "content_f1": round(statistics.mean(content_f1(*pair) for pair in texts), 2),
        "supported_content": round(supports.evidence_recall, 2),
        "unsupported_facts": supports.numbers
        + supports.drugs
        + supports.sides
        + supports.contradicted,
        "ms_per_dialogue": round(elapsed_ms / len(found), 1),
    }


def study(data: Path) -> dict[str, object]:
    """The correlation study as figures, rounded; prints it as a table."""
    items = judged(data)
    measured = [measures(item) for item in items]
    rows = correlations(items, measured)
    print(
        f"{'Spearman':>18} {'precision':>10} {'recall':>8} {'F1':>6} {'halluc.':>8} {'omission':>9}"
    )
    for row in rows:
        print(
            f"{row.measure:>18} {row.fact_precision:>10.3f} {row.fact_recall:>8.3f}"
            f" {row.fact_f1:>6.3f} {row.hallucination:>8.3f} {row.omission:>9.3f}"
        )
    flagged = [m.unsupported_facts > 0 for m in measured]
    wrong = [item.fact_precision < 1 for item in items]
    return {
        "summaries": len(items),
        "with_unsupported_facts": sum(flagged),
        "with_wrong_facts_by_people": sum(wrong),
        "with_both": sum(f and w for f, w in zip(flagged, wrong, strict=True)),
        "systems": [
            {name: round(value, 3) for name, value in asdict(s).items()}
            for s in systems(items, measured)
        ],
        "spearman": {
            row.measure: {n: round(v, 3) for n, v in asdict(row).items() if n != "measure"}
            for row in rows
        },
        "lead_over_rouge1": [
            {n: v if isinstance(v, str) else round(v, 3) for n, v in asdict(lead).items()}
            for lead in leads(items, measured)
        ],
    }


def show(example: Example, written: WrittenSection) -> None:
    print(f"=== {example.id}: {example.section.header}, ours {written.header}")
    print(f"{example.section.summary}\n--- ours\n{written.summary}\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds mts-dialog, e.g. ../shared/data"
    )
    parser.add_argument("--split", choices=[name for name, _ in FILES], default="test1")
    parser.add_argument("--writer", choices=[*WRITERS], default="snippet")
    parser.add_argument("--study", action="store_true", help="add the correlation study")
    parser.add_argument("--show", type=int, metavar="N", help="print the first N sections")
    options = parser.parse_args()
    write = WRITERS[options.writer]
    found = examples(options.data, options.split)
    for example in found[: options.show or 0]:
        show(example, write(example.transcript))
    result = {"split": options.split, "writer": options.writer, **score(found, write)}
    if options.study:
        result["study"] = study(options.data)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
