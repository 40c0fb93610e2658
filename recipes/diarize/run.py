"""Measures who speaks when, in made conversations, in meetings, in a call.

    python recipes/diarize/run.py --data ../shared/data [--minutes 4] [--timings 2] [--limit N]
    python recipes/diarize/run.py --data ../shared/data --hours 2

What is measured, README.md tells. Tables are printed; the last line of standard output is one JSON
object.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from asr.embedding import VoiceSpace
from asr.vad import Vad
from recipes.diarize.acoustics import Condition
from recipes.diarize.cast import Pair, babble, pairs, readers, single_clips
from recipes.diarize.conversation import Conversation
from recipes.diarize.diarizer import Maker
from recipes.diarize.drift import endless, endured
from recipes.diarize.meetings import Recording, call, meetings
from recipes.diarize.ours import OurDiarizer
from recipes.diarize.report import drift_figures, drift_table, figures, table
from recipes.diarize.result import Result, Summary, measured, summary
from recipes.diarize.scenes import SEED, scenes
from recipes.diarize.threshold import ThresholdDiarizer
from recipes.diarize.visit import visits

SPEAKERS = 2
SHORT_MS = 60_000
"""How long a conversation of two with twelve seconds each may be."""
SAID_AGAIN_MS = 45_000
"""How long it becomes by saying again what was said."""
TABLE_WIDTH = 170


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with `librispeech`")
    parser.add_argument("--minutes", type=float, default=4.0, help="longest conversation")
    parser.add_argument("--timings", type=int, default=2, help="excerpts of visits for each pair")
    parser.add_argument("--limit", type=int, help="only so many pairs of each kind")
    parser.add_argument("--hours", type=float, help="instead one conversation of so many hours")
    parser.add_argument(
        "--conditions",
        nargs="+",
        type=Condition,
        default=list(Condition),
        help=", ".join(Condition),
    )
    parser.add_argument("--baseline", action="store_true", help="the diarizer to beat instead")
    arguments = parser.parse_args()
    vad = Vad()
    voices = VoiceSpace()
    make: Maker = (
        partial(ThresholdDiarizer, vad, voices.embed)
        if arguments.baseline
        else partial(OurDiarizer, vad, voices)
    )
    console = Console(width=TABLE_WIDTH)
    noise = babble(arguments.data, np.random.default_rng(SEED))
    timing = visits(arguments.data)
    people = pairs(readers(arguments.data, vad))[: arguments.limit]
    longest_ms = round(arguments.minutes * 60_000)
    if arguments.hours:
        blocks = endless(people[0], timing, arguments.conditions[0], noise, longest_ms)
        parts = endured(make, blocks, round(arguments.hours * 3_600_000))
        console.print(drift_table(parts))
        print(json.dumps({"pair": people[0].name, "drift": drift_figures(parts)}))
        return
    strangers = pairs(single_clips(arguments.data, vad))[: arguments.limit]
    short_ms = min(SHORT_MS, longest_ms)

    def stage(
        people: tuple[Pair, ...], longest_ms: int, timings: int, shortest_ms: int
    ) -> Iterator[Conversation]:
        places = tuple(arguments.conditions)
        return scenes(people, timing, noise, longest_ms, timings, shortest_ms, places)

    kinds = {
        "readers": stage(people, longest_ms, arguments.timings, SAID_AGAIN_MS),
        "single clips": stage(strangers, short_ms, 1, 0),
        "single clips, said again": stage(strangers, short_ms, 1, SAID_AGAIN_MS),
    }
    found = {kind: conversed(make, staged) for kind, staged in kinds.items()}
    found["recordings"] = attended(make, (*meetings(arguments.data), call(arguments.data)))
    for kind, summaries in found.items():
        console.print(table(kind, summaries))
    print(json.dumps({k: {s.group: figures(s) for s in of_kind} for k, of_kind in found.items()}))


def conversed(make: Maker, staged: Iterable[Conversation]) -> tuple[Summary, ...]:
    """By condition."""
    return grouped(
        measured(
            make,
            one.samples,
            one.turns,
            SPEAKERS,
            group=one.condition.value,
            pair="-".join(one.speakers),
            same_sex=one.same_sex,
            repeated_ms=one.repeated_ms,
        )
        for one in track(staged, "conversations", console=Console(stderr=True))
    )


def attended(make: Maker, recordings: Iterable[Recording]) -> tuple[Summary, ...]:
    """Meetings by corpus, the call."""
    return grouped(
        measured(
            make,
            one.samples,
            one.turns,
            one.max_speakers,
            group=one.source,
            pair=one.name,
            scored=one.scored,
        )
        for one in recordings
    )


def grouped(results: Iterable[Result]) -> tuple[Summary, ...]:
    """A summary for each group, in the order in which they came."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.group, []).append(result)
    return tuple(summary(group, tuple(of_group)) for group, of_group in groups.items())


if __name__ == "__main__":
    main()
