"""Endless sounds that hold no speech, made block by block."""

from collections.abc import Iterator
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from asr.engine import Mono
from scribe.ports import SAMPLE_RATE_HZ

FULL_SCALE = 32768
PINK_DBFS = -30.0
SWELL_DB, SWELL_S = 8.0, 20.0
"""Pink noise rises with falls by so much, once in so many seconds."""
PIECE_S, OVERLAP_S = 4.0, 0.5
LOWEST_HZ = 30.0
TONE_DBFS = (-35.0, -15.0)
TONE_S = (2.0, 5.0)
FADE_S = 0.02

Signal = NDArray[np.float64]
"""In [-1, 1] at 16 kHz, shape (samples,)."""


def silence() -> Iterator[Mono]:
    """Digital zeros, in blocks of one second."""
    while True:
        yield np.zeros(SAMPLE_RATE_HZ, np.int16)


def dither(seed: int) -> Iterator[Mono]:
    """Triangular noise of one bit either way, about -98 dB relative to full scale."""
    rng = np.random.default_rng(seed)
    while True:
        noise = rng.random(SAMPLE_RATE_HZ) - rng.random(SAMPLE_RATE_HZ)
        yield np.rint(noise).astype(np.int16)


def pink(seed: int) -> Iterator[Mono]:
    """Noise whose power falls by 3 dB an octave, at -30 dB relative to full scale, swelling slowly.

    Pieces of four seconds shaped by their spectrum, faded over into each other at constant power.
    """
    rng = np.random.default_rng(seed)
    overlap = round(OVERLAP_S * SAMPLE_RATE_HZ)
    rise = np.sin(np.linspace(0, np.pi / 2, overlap))
    before = _pink_piece(rng)
    start = 0
    while True:
        after = _pink_piece(rng)
        after[:overlap] = after[:overlap] * rise + before[-overlap:] * rise[::-1]
        before = after
        sound = after[:-overlap]
        at_s = (start + np.arange(len(sound))) / SAMPLE_RATE_HZ
        start += len(sound)
        level_db = PINK_DBFS + SWELL_DB * np.sin(2 * np.pi * at_s / SWELL_S)
        yield _samples(sound * 10 ** (level_db / 20))


def _pink_piece(rng: np.random.Generator) -> Signal:
    length = round(PIECE_S * SAMPLE_RATE_HZ)
    spectrum = np.fft.rfft(rng.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / SAMPLE_RATE_HZ)
    spectrum *= (hertz > LOWEST_HZ) / np.sqrt(np.maximum(hertz, LOWEST_HZ))
    sound: Signal = np.fft.irfft(spectrum, length)
    sound /= np.sqrt(np.mean(sound**2))
    return sound


def tones(seed: int) -> Iterator[Mono]:
    """Sweeps, beeps, pairs of tones as telephones make them, hum; another every few seconds."""
    rng = np.random.default_rng(seed)
    for kind in cycle((_sweep, _beeps, _dial_tone, _keys, _hum)):
        length = round(rng.uniform(*TONE_S) * SAMPLE_RATE_HZ)
        sound = kind(np.arange(length) / SAMPLE_RATE_HZ, rng)
        fade = np.minimum(1, np.arange(length) / (FADE_S * SAMPLE_RATE_HZ))
        sound *= fade * fade[::-1]
        loudness = np.sqrt(np.mean(sound**2))
        yield _samples(sound / loudness * 10 ** (rng.uniform(*TONE_DBFS) / 20))


def _sweep(at_s: Signal, rng: np.random.Generator) -> Signal:
    """From one frequency to another, evenly in octaves."""
    low_hz, high_hz = np.exp(rng.uniform(np.log(60), np.log(7000), 2))
    hertz = low_hz * (high_hz / low_hz) ** (at_s / at_s[-1])
    return np.asarray(np.sin(2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE_HZ))


def _beeps(at_s: Signal, rng: np.random.Generator) -> Signal:
    """Of a monitor: 0.1 to 0.3 s long, one to three a second."""
    every_s = 1 / rng.uniform(1, 3)
    on = at_s % every_s < rng.uniform(0.1, 0.3)
    return np.asarray(np.sin(2 * np.pi * rng.uniform(400, 3000) * at_s) * on)


def _dial_tone(at_s: Signal, rng: np.random.Generator) -> Signal:
    """350 with 440 Hz, or the busy signal, 480 with 620 Hz every other half second."""
    if rng.random() < 0.5:
        return _pair(at_s, 350, 440)
    return np.asarray(_pair(at_s, 480, 620) * (at_s % 1 < 0.5))


def _keys(at_s: Signal, rng: np.random.Generator) -> Signal:
    """A number being dialled: five keys a second (ITU-T Q.23)."""
    press = (at_s * 5).astype(int)
    count = press[-1] + 1
    rows = rng.choice([697.0, 770.0, 852.0, 941.0], count)[press]
    columns = rng.choice([1209.0, 1336.0, 1477.0], count)[press]
    return np.asarray(_pair(at_s, rows, columns) * (at_s * 5 % 1 < 0.5))


def _hum(at_s: Signal, rng: np.random.Generator) -> Signal:
    """The mains with harmonics."""
    base_hz = rng.choice([50.0, 60.0])
    sound = np.zeros(len(at_s))
    for harmonic in range(1, 8):
        sound += rng.uniform(0, 1) / harmonic * np.sin(2 * np.pi * base_hz * harmonic * at_s)
    return sound


def _pair(at_s: Signal, one_hz: float | Signal, other_hz: float | Signal) -> Signal:
    both = np.sin(2 * np.pi * one_hz * at_s) + np.sin(2 * np.pi * other_hz * at_s)
    return np.asarray(both)


def _samples(sound: Signal) -> Mono:
    return np.clip(np.rint(sound * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
