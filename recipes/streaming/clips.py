"""Sentences of a consultation as the voices of Flite speak them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from asr.engine import Mono
from recipes.train_micro_whisper.flite_voice import FliteVoice
from recipes.train_micro_whisper.grammar import read_grammar
from recipes.train_micro_whisper.room import levelled
from scribe.ports import SAMPLE_RATE_HZ

DOCTOR, PATIENT = "rms", "slt"
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.3, 1.2
ROOM_DBFS = -65.0
"""A quiet room, so that pauses are not digital zeros."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What was said by whom (`doctor` or `patient`), at -26 dB relative to full scale (RMS)."""

    speaker: str
    text: str
    samples: Mono


def speak_clips(seconds: float, seed: int) -> tuple[Clip, ...]:
    """So many seconds of English sentences; the same for a seed.

    Raises ModelUnavailable where Flite is missing.
    """
    voices = {"doctor": FliteVoice(DOCTOR), "patient": FliteVoice(PATIENT)}
    rng = random.Random(f"streaming {seed}")
    wanted = round(seconds * SAMPLE_RATE_HZ)
    found: list[Clip] = []
    for speaker, text in read_grammar("en").sentences(rng):
        pace = rng.uniform(0.9, 1.1)
        audio = levelled(voices[speaker].say(text, pace, 1.0).audio)
        found.append(Clip(speaker, text, np.clip(audio * 32768, -32768, 32767).astype(np.int16)))
        wanted -= len(audio)
        if wanted <= 0:
            break
    return tuple(found)


def with_pauses(clips: tuple[Clip, ...], rng: np.random.Generator) -> Iterator[Mono]:
    """The clips one by one, each with a pause of 0.3 to 1.2 s after it, in a quiet room."""
    for clip in clips:
        pause = round(rng.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S) * SAMPLE_RATE_HZ)
        length = len(clip.samples) + pause
        sound = rng.standard_normal(length) * 32768 * 10 ** (ROOM_DBFS / 20)
        sound[: len(clip.samples)] += clip.samples
        yield np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
