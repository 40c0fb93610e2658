"""Score medicines, allergies, vital signs and answered questions against annotations.

The last line of standard output is one JSON object with the figures.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from notegen.extract import extract
from recipes.clinical_facts.annotations import PARTS, Consultation, consultations
from recipes.clinical_facts.measures import Polarity, Tally, score


def figures(chosen: Sequence[Consultation]) -> dict[str, object]:
    """Precision and recall in percent by measure, with counts; answers; processor time."""
    begun = time.process_time()  # before anything is remembered of these texts
    for consultation in chosen:
        extract(consultation.transcript)
    elapsed_ms = 1000 * (time.process_time() - begun)
    tallies, polarity, _ = score(chosen)
    words = sum(len(c.transcript.text.split()) for c in chosen)
    return {
        "consultations": len(chosen),
        **{measure: _rounded(tally) for measure, tally in sorted(tallies.items())},
        **({"answers": _polarity(polarity)} if polarity.affirmed + polarity.denied else {}),
        "ms_per_1000_words": round(1000 * elapsed_ms / max(1, words), 1),
    }


def _rounded(tally: Tally) -> dict[str, float]:
    return {
        "precision": round(tally.precision, 1),
        "recall": round(tally.recall, 1),
        **asdict(tally),
    }


def _polarity(polarity: Polarity) -> dict[str, float]:
    return {"accuracy": round(polarity.accuracy, 1), **asdict(polarity)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds primock57, e.g. ../shared/data"
    )
    parser.add_argument(
        "--part", choices=PARTS, default="seen", help="seen or not while rules were made"
    )
    parser.add_argument("--mistakes", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    every = consultations(options.data)
    chosen = [c for c in every if c.part == options.part]
    result: dict[str, object] = {"part": options.part}
    for corpus in dict.fromkeys(c.corpus for c in chosen):
        of_corpus = [c for c in chosen if c.corpus == corpus]
        result[corpus] = figures(of_corpus)
        if options.mistakes:
            for mistake in score(of_corpus)[2]:
                print(f"{mistake.encounter} {mistake.measure}: {mistake.fault} {mistake.what}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
