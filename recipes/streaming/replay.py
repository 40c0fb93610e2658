"""Plays a recording to a recogniser on a virtual clock."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from scribe.ports import SAMPLE_RATE_HZ, Recognized, Recognizer
from scribe.transcript import Utterance, Word

PER_MS = SAMPLE_RATE_HZ // 1000

Seconds = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser said, when on the virtual clock: ms after the recording began."""

    at_ms: float
    event: Recognized


@dataclass(frozen=True, slots=True)
class Replay:
    """All that the recogniser said.

    `cpu_s` is the processor time of all threads of this process while it was played: asking for it
    at every chunk would cost more than many a chunk.
    `most_behind_ms` is the most audio that ever had arrived without having been taken.
    """

    heard: tuple[Heard, ...]
    audio_ms: int
    cpu_s: float
    most_behind_ms: int

    @property
    def finals(self) -> tuple[Utterance, ...]:
        return tuple(h.event for h in self.heard if isinstance(h.event, Utterance))

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for final in self.finals for word in final.words)

    @property
    def text(self) -> str:
        return " ".join(final.text for final in self.finals)


def play(
    recognizer: Recognizer,
    audio: NDArray[np.int16],
    chunk_samples: int,
    wall: Seconds = time.perf_counter,
    cpu: Seconds = time.process_time,
) -> Replay:
    """Hand over `audio`, int16 of shape (samples,) at 16 kHz, as if it came in real time.

    A chunk arrives when its last sample was recorded. It is taken when it has arrived, unless the
    recogniser is still at work on the one before: then as soon as that is done. The clock moves on
    by the measured time of each `push` alone, so that hours can be played in minutes while the
    recogniser falls behind exactly as far as it would live.
    """
    heard: list[Heard] = []
    now_ms, most_behind_ms = 0.0, 0
    cpu_began_s = cpu()

    def timed(work: Callable[[], Iterator[Recognized]]) -> None:
        nonlocal now_ms
        wall_began_s = wall()
        events = list(work())
        now_ms += (wall() - wall_began_s) * 1000
        heard.extend(Heard(now_ms, event) for event in events)

    for start in range(0, len(audio), chunk_samples):
        chunk = audio[start : start + chunk_samples]
        taken = start + len(chunk)
        now_ms = max(now_ms, taken / PER_MS)
        behind_ms = (arrived(now_ms, len(audio), chunk_samples) - taken) // PER_MS
        most_behind_ms = max(most_behind_ms, behind_ms)
        timed(partial(recognizer.push, chunk[:, None], behind_ms))
    timed(recognizer.flush)
    return Replay(tuple(heard), len(audio) // PER_MS, cpu() - cpu_began_s, most_behind_ms)


def arrived(now_ms: float, samples: int, chunk_samples: int) -> int:
    """How many of the recording's samples have arrived, in whole chunks but for the last."""
    recorded = int(now_ms * PER_MS)
    return samples if recorded >= samples else recorded // chunk_samples * chunk_samples
