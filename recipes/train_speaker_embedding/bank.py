"""The voices to learn from: each clip at several speeds, each through several channels."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from asr.audio import decode_file
from asr.spectrum import log_mel
from asr.vad import FRAME_SAMPLES, Vad
from recipes.train_speaker_embedding.channel import Sound, any_channel, levelled
from scribe.ports import SAMPLE_RATE_HZ

SPEEDS = (0.9, 1.0, 1.1)
"""A voice played faster or slower is another voice (Yamamoto et al. 2019)."""
HELD_OUT_FROM, HELD_OUT_EVERY = 10, 20
SPEECH = 0.5
PAUSE_FRAMES = 8
"""Pauses longer than this, of 32 ms each, are cut out of the clips."""


@dataclass(frozen=True, slots=True)
class Bank:
    """Log Mel frames of many versions, one after the other.

    `frames` (frames, 64) float16; `starts` (versions + 1,) is where each begins; `voices`
    (versions,) which voice each is of.
    """

    frames: NDArray[np.float16]
    starts: NDArray[np.int64]
    voices: NDArray[np.int64]

    @property
    def voice_count(self) -> int:
        return int(self.voices.max()) + 1


def held_out(clips: tuple[Path, ...]) -> tuple[Path, ...]:
    """The clips that nothing is trained on: every twentieth."""
    return clips[HELD_OUT_FROM::HELD_OUT_EVERY]


def spoken(path: Path, vad: Vad) -> Sound:
    """The first channel of a recording without its long pauses."""
    samples = np.concatenate(list(decode_file(path)))[:, 0]
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    stream = vad.open()
    speech = np.array([stream.probability(frame) > SPEECH for frame in whole])
    near = np.convolve(speech, np.ones(PAUSE_FRAMES), "same") > 0
    return whole[near].reshape(-1).astype(np.float32) / np.float32(32768)


def versions(
    clips: tuple[Sound, ...], channels: int, rng: np.random.Generator
) -> Iterator[tuple[int, Sound]]:
    """Every clip at every speed, once as it is and otherwise through random channels."""
    for number, clip in enumerate(clips):
        for step, speed in enumerate(SPEEDS):
            sound = (
                clip if speed == 1 else soxr.resample(clip, SAMPLE_RATE_HZ * speed, SAMPLE_RATE_HZ)
            )
            voice = number * len(SPEEDS) + step
            yield voice, levelled(np.asarray(sound, np.float32))
            for _ in range(channels - 1):
                others = rng.integers(len(clips), size=4)
                babble = np.sum([np.resize(clips[other], len(sound)) for other in others], axis=0)
                yield voice, any_channel(np.asarray(sound, np.float32), rng, babble)


def fill(clips: tuple[Sound, ...], channels: int, rng: np.random.Generator) -> Bank:
    """The bank of these clips."""
    frames, voices = [], []
    for voice, sound in versions(clips, channels, rng):
        frames.append(log_mel(sound).astype(np.float16))
        voices.append(voice)
    starts = np.cumsum([0, *map(len, frames)])
    return Bank(np.concatenate(frames), starts, np.array(voices))


def save(bank: Bank, path: Path) -> None:
    np.savez(path, frames=bank.frames, starts=bank.starts, voices=bank.voices)


def load(path: Path) -> Bank:
    with np.load(path) as kept:
        return Bank(kept["frames"], kept["starts"], kept["voices"])
