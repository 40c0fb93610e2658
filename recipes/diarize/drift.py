"""Hours of one conversation: whether a diarizer forgets, swells or slows down."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from asr.diarization import SpeakerTurn
from recipes.diarize.acoustics import Condition
from recipes.diarize.cast import Pair
from recipes.diarize.conversation import PER_MS, Conversation, acted, recorded
from recipes.diarize.diarizer import Maker, chunks, turns_of
from recipes.diarize.error_rate import ErrorRate, error_rate_as_named, named_alike
from recipes.diarize.tape import Sound
from recipes.diarize.visit import Visit, excerpt
from scribe.transcript import Span

HALF_HOUR_MS = 30 * 60 * 1000
SEED = 20261


@dataclass(frozen=True, slots=True)
class Part:
    """Half an hour: its errors under the pairing of the whole, what it cost, memory after it."""

    start_ms: int
    live: ErrorRate
    final: ErrorRate
    cpu_s_per_s: float
    resident_mb: float


@dataclass(frozen=True, slots=True)
class _Cost:
    cpu_s: float
    audio_ms: int
    resident_mb: float


def endless(
    pair: Pair, visits: tuple[Visit, ...], condition: Condition, others: Sound, block_ms: int
) -> Iterator[Conversation]:
    """The same two in the same place, one excerpt after the other, what they say said again."""
    rng = np.random.default_rng(SEED)
    while True:
        part = excerpt(visits[int(rng.integers(len(visits)))], block_ms, rng)
        first, second = (int(rng.integers(len(tape.speech))) for tape in pair.tapes)
        dialogue = acted(part, pair.tapes, (first, second))
        yield recorded(dialogue, condition, SEED, others, pair.same_sex)


def endured(make: Maker, blocks: Iterator[Conversation], length_ms: int) -> tuple[Part, ...]:
    """Hear so much of it; by half hours, the last of which may be shorter."""
    diarizer = make(2)
    reference: list[SpeakerTurn] = []
    costs: list[_Cost] = []
    clock_ms, told_ms, cpu_s = 0, 0, 0.0
    while clock_ms < length_ms:
        block = next(blocks)
        reference += [moved(turn, clock_ms) for turn in block.turns]
        before = time.process_time()
        for chunk in chunks(block.samples):
            diarizer.push(chunk)
        cpu_s += time.process_time() - before
        clock_ms += len(block.samples) // PER_MS
        if clock_ms // HALF_HOUR_MS > len(costs) or clock_ms >= length_ms:
            costs.append(_Cost(cpu_s, clock_ms - told_ms, resident_mb()))
            cpu_s, told_ms = 0.0, clock_ms
    diarizer.flush()
    turns = tuple(reference)
    live = named_alike(turns, turns_of(diarizer.live))
    final = named_alike(turns, turns_of(diarizer.final))
    parts = []
    for number, cost in enumerate(costs):
        span = Span(number * HALF_HOUR_MS, min((number + 1) * HALF_HOUR_MS, clock_ms))
        parts.append(
            Part(
                span.start_ms,
                error_rate_as_named(turns, live, (span,)),
                error_rate_as_named(turns, final, (span,)),
                cost.cpu_s / cost.audio_ms * 1000,
                cost.resident_mb,
            )
        )
    return tuple(parts)


def moved(turn: SpeakerTurn, by_ms: int) -> SpeakerTurn:
    return SpeakerTurn(Span(turn.span.start_ms + by_ms, turn.span.end_ms + by_ms), turn.speaker)


def resident_mb() -> float:
    """Memory of this process that lies in RAM, in units of 1e6 bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
