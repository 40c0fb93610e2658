"""What is measured: something that hears a recording bit by bit and says who speaks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from asr.vad import FRAME_SAMPLES
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

CHUNK_SAMPLES = SAMPLE_RATE_HZ // 10

Stretch = tuple[int, int, int]
"""Start in ms, end in ms, number of the speaker."""


class Diarizer(Protocol):
    """Hears one recording, 16 kHz, int16, shape (samples,) each time; ends with a flush."""

    def push(self, samples: Mono) -> None: ...

    def flush(self) -> None: ...

    @property
    def live(self) -> tuple[Stretch, ...]:
        """With the speaker that each stretch had when it was announced."""
        ...

    @property
    def final(self) -> tuple[Stretch, ...]:
        """With the speaker that each stretch has in the end."""
        ...

    @property
    def overlaps(self) -> tuple[Span, ...]:
        """Stretches in which, it believes, two speak at once."""
        ...


class Framer:
    """Cuts what comes into the frames that voice activity is asked of."""

    def __init__(self) -> None:
        self._rest: Mono = np.empty(0, np.int16)

    def push(self, samples: Mono) -> NDArray[np.int16]:
        """The frames that are whole by now, shape (frames, 512)."""
        waiting = np.concatenate((self._rest, samples))
        whole = len(waiting) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = waiting[whole:]
        return waiting[:whole].reshape(-1, FRAME_SAMPLES)


class Maker(Protocol):
    """Makes a diarizer for a recording of at most so many speakers."""

    def __call__(self, max_speakers: int) -> Diarizer: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What a diarizer made of a recording; `cpu_s` is the processor's time it took."""

    live: tuple[SpeakerTurn, ...]
    final: tuple[SpeakerTurn, ...]
    overlaps: tuple[Span, ...]
    cpu_s: float


def hear(diarizer: Diarizer, samples: Mono) -> Heard:
    """Push it all as it would come, 100 ms at once."""
    before = time.process_time()
    for chunk in chunks(samples):
        diarizer.push(chunk)
    diarizer.flush()
    cpu_s = time.process_time() - before
    final = turns_of(diarizer.final)
    return Heard(turns_of(diarizer.live), final, diarizer.overlaps, cpu_s)


def chunks(samples: Mono) -> Iterator[Mono]:
    for first in range(0, len(samples), CHUNK_SAMPLES):
        yield samples[first : first + CHUNK_SAMPLES]


def turns_of(stretches: tuple[Stretch, ...]) -> tuple[SpeakerTurn, ...]:
    return tuple(SpeakerTurn(Span(start, end), str(who)) for start, end, who in stretches)
