"""What a synthesiser says of a text."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import soxr
from numpy.typing import NDArray

from scribe.ports import SAMPLE_RATE_HZ

Audio = NDArray[np.float32]
"""Mono audio in [-1, 1] at 16 kHz, shape (samples,)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A word or a phone, in whole milliseconds of the audio."""

    name: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """The audio of a text.

    `words` are the text split at spaces (Chinese: into characters), or none where their times are
    unknown.
    """

    audio: Audio
    words: tuple[Sound, ...]
    phones: tuple[Sound, ...]


class Synthesizer(Protocol):
    """A voice whose pace and pitch may be set: 1 is its own, more is slower or higher."""

    @property
    def name(self) -> str: ...

    def say(self, text: str, pace: float, pitch: float) -> Spoken: ...


def spoken(
    samples: NDArray[np.int16], rate_hz: int, words: tuple[Sound, ...], phones: tuple[Sound, ...]
) -> Spoken:
    """Audio of any rate as `Spoken`, times held inside it."""
    audio = samples.astype(np.float32) / np.float32(32768)
    if rate_hz != SAMPLE_RATE_HZ:
        audio = soxr.resample(audio, rate_hz, SAMPLE_RATE_HZ)
    last_ms = len(audio) * 1000 // SAMPLE_RATE_HZ

    def inside(sounds: tuple[Sound, ...]) -> tuple[Sound, ...]:
        return tuple(
            Sound(s.name, min(s.start_ms, last_ms), min(s.end_ms, last_ms)) for s in sounds
        )

    return Spoken(audio.astype(np.float32), inside(words), inside(phones))
