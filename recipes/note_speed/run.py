"""Measures how long a note takes, and the memory that writing notes needs, for a long visit.

Visits of a split are joined until they have the words of a visit of that many minutes. The last
line of standard output is one JSON object with the figures.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from notegen.extractive import ExtractiveWriter
from recipes.note_aci_bench.encounters import SPLITS, encounters
from scribe.transcript import Transcript

_WORDS_A_MINUTE = 150


def visits(data: Path, split: str, words: int) -> Iterator[Transcript]:
    """Transcripts of at least so many words, each of visits that follow each other in the file."""
    utterances = []
    spoken = 0
    for encounter in encounters(data, split):
        for utterance in encounter.transcript.utterances:
            utterances.append(replace(utterance, id=f"u{len(utterances) + 1}"))
            spoken += len(utterance.text.split())
        if spoken >= words:
            yield replace(encounter.transcript, utterances=tuple(utterances))
            utterances, spoken = [], 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder that holds aci-bench")
    parser.add_argument("--split", choices=[name for name, _ in SPLITS], default="train")
    parser.add_argument("--minutes", type=int, default=20, help="of a visit, 150 words each")
    options = parser.parse_args()
    writer = ExtractiveWriter()
    wall, processor, words = [], [], []
    for transcript in visits(options.data, options.split, _WORDS_A_MINUTE * options.minutes):
        begun, used = time.perf_counter(), time.process_time()
        note = writer(transcript, "soap")
        wall.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
        words.append(len(transcript.text.split()))
        print(f"{words[-1]} words, {len(note.statements)} statements, {1000 * wall[-1]:.0f} ms")
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {
        "visits": len(words),
        "words_median": statistics.median(words),
        "first_ms": round(1000 * wall[0]),
        "median_ms": round(1000 * statistics.median(wall[1:] or wall)),
        "max_ms": round(1000 * max(wall[1:] or wall)),
        "processor_median_ms": round(1000 * statistics.median(processor[1:] or processor)),
        "peak_memory_mb": round(kilobytes / 1024),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
