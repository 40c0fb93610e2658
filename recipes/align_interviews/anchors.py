"""Where a recognised transcript and the written one surely agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from recipes.align_interviews.hearing import Hit
from recipes.align_interviews.words import Said

RUN = 4
"""So many recognised words in a row like the transcript's are an anchor."""
LEAST_PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `first` up to `end` (exclusive) of the transcript, said between two times."""

    first: int
    end: int
    start_ms: int
    end_ms: int


def matches(words: Sequence[Said], hits: Sequence[Hit], run: int = 1) -> dict[int, Hit]:
    """By place in the transcript, the recognised word there, in runs of at least `run`."""
    blocks = SequenceMatcher(
        None, [word.key for word in words], [hit[0] for hit in hits], autojunk=False
    ).get_matching_blocks()
    return {
        block.a + step: hits[block.b + step]
        for block in blocks
        if block.size >= run
        for step in range(block.size)
    }


def stretches(
    words: Sequence[Said], hits: Sequence[Hit], end_ms: int, shortest_ms: int
) -> tuple[Stretch, ...]:
    """The recording cut in the pauses inside anchors, no piece shorter than `shortest_ms`.

    A cut has an anchor's word on either side. The pieces tile the recording and the transcript.
    """
    sure = matches(words, hits, RUN)
    found: list[Stretch] = []
    first, start_ms = 0, 0
    for place in sorted(sure):
        after = sure.get(place + 1)
        if after is None or after[1] - sure[place][2] < LEAST_PAUSE_MS:
            continue
        # Not at the edge of a run, where one of the words may be matched by chance.
        if place - 1 not in sure or place + 2 not in sure:
            continue
        cut_ms = (sure[place][2] + after[1]) // 2
        if cut_ms - start_ms >= shortest_ms:
            found.append(Stretch(first, place + 1, start_ms, cut_ms))
            first, start_ms = place + 1, cut_ms
    return (*found, Stretch(first, len(words), start_ms, end_ms))
