"""What makes one recording of a sentence sound like many: pace, throat, microphone, noise."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from asr.mel import Frames
from recipes.train_micro_whisper.mel import BAND_HZ, BINS, FLOOR, mixed
from recipes.train_micro_whisper.spoken import Sound
from recipes.train_micro_whisper.window import Window


def augmented(rng: np.random.Generator, window: Window, noises: NDArray[np.float16]) -> Window:
    """The window changed at random; `noises` is (noises, frames, 80), log10 Mel power."""
    frames = window.frames
    words, phones = window.words, window.phones
    if rng.random() < 0.5:
        factor = float(rng.uniform(0.85, 1.18))
        frames = stretched(frames, factor)
        words, phones = scaled(words, factor), scaled(phones, factor)
    if rng.random() < 0.85:
        # Not every formant of another speaker lies higher or lower by the same.
        bends = rng.uniform(0.94, 1.06, 5)
        frames = warped(frames, float(rng.uniform(0.82, 1.2)) * bends)
    if rng.random() < 0.3:
        frames = blurred(frames, float(rng.uniform(-0.5, 0.9)))
    if rng.random() < 0.5:
        # Microphones and rooms colour the sound: a slow curve over the spectrum.
        curve = np.interp(np.linspace(0, 5, BINS), np.arange(6), rng.uniform(-0.8, 0.8, 6))
        frames = frames + curve.astype(np.float32)
    snr_db = float(rng.uniform(6, 40))
    frames = mixed(frames, some_noise(rng, noises, len(frames)) - np.float32(snr_db / 10))
    frames = np.maximum(frames + np.float32(rng.uniform(-2.5, 0.8)), np.float32(FLOOR))
    if rng.random() < 0.3:
        frames = masked(rng, frames)
    return replace(window, frames=frames, words=words, phones=phones)


def some_noise(rng: np.random.Generator, noises: NDArray[np.float16], length: int) -> Frames:
    """So many frames of one of the noises, from anywhere in it, again and again if need be."""
    noise = noises[int(rng.integers(len(noises)))].astype(np.float32)
    start = int(rng.integers(len(noise)))
    found: Frames = np.take(noise, np.arange(start, start + length), axis=0, mode="wrap")
    return found


def stretched(frames: Frames, factor: float) -> Frames:
    """Slower by the factor: frames in between are interpolated."""
    size = max(2, round(len(frames) * factor))
    at = np.linspace(0, len(frames) - 1, size)
    low = np.minimum(at.astype(np.int64), len(frames) - 2)
    share = (at - low).astype(np.float32)[:, None]
    found: Frames = frames[low] * (1 - share) + frames[low + 1] * share
    return found


def scaled(sounds: tuple[Sound, ...], factor: float) -> tuple[Sound, ...]:
    """The times of what is slower by the factor."""
    return tuple(
        Sound(s.name, round(s.start_ms * factor), round(s.end_ms * factor)) for s in sounds
    )


def warped(frames: Frames, factors: NDArray[np.float64]) -> Frames:
    """Another vocal tract: what was at f is now at factor x f.

    The factors (any number,) hold at places spread evenly over the bands, in between between them.
    """
    factor = np.interp(np.linspace(0, 1, BINS), np.linspace(0, 1, len(factors)), factors)
    at = np.interp(np.minimum(BAND_HZ / factor, BAND_HZ[-1]), BAND_HZ, np.arange(BINS))
    low = np.minimum(at.astype(np.int64), BINS - 2)
    share = (at - low).astype(np.float32)
    found: Frames = frames[:, low] * (1 - share) + frames[:, low + 1] * share
    return found


def blurred(frames: Frames, amount: float) -> Frames:
    """Each band moved by this share towards the mean of its neighbours, if negative away from it.

    Harmonics stand out less, or more, as they do in voices that are breathy or pressed.
    """
    padded = np.pad(frames, ((0, 0), (1, 1)), mode="edge")
    found: Frames = frames + np.float32(amount) * ((padded[:, :-2] + padded[:, 2:]) / 2 - frames)
    return found


def masked(rng: np.random.Generator, frames: Frames) -> Frames:
    """Without one band of frequencies and one moment of at most 80 ms (Park et al. 2019)."""
    found = frames.copy()
    band, width = int(rng.integers(BINS)), int(rng.integers(2, 12))
    found[:, band : band + width] = found.mean()
    moment = int(rng.integers(len(frames)))
    found[moment : moment + int(rng.integers(2, 8))] = found.mean()
    return found
