"""How high a voice is."""

import numpy as np

from recipes.diarize.tape import Sound
from scribe.ports import SAMPLE_RATE_HZ

WINDOW_SAMPLES = 640
"""Two periods and a half of the lowest voice."""
STEP_SAMPLES = 640
RANGE_HZ = (60.0, 400.0)
VOICED = 0.45
"""Normalised autocorrelation above which a window is voiced."""
OCTAVE_COST = 0.05


def pitch_hz(sound: Sound) -> float:
    """The median of what is voiced, by autocorrelation; raises ValueError where nothing is.

    A periodic sound repeats at every multiple of its period: the shortest is preferred, and the
    bias against long lags is undone (Boersma 1993).
    """
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW_SAMPLES)[::STEP_SAMPLES]
    centred = windows - windows.mean(axis=1, keepdims=True)
    power = np.square(np.abs(np.fft.rfft(centred, 2 * WINDOW_SAMPLES)))
    correlation = np.fft.irfft(power)[:, :WINDOW_SAMPLES]
    overlap = 1 - np.arange(WINDOW_SAMPLES) / WINDOW_SAMPLES
    normal = correlation / (correlation[:, :1] + 1e-9) / np.maximum(overlap, 0.3)
    shortest, longest = (int(SAMPLE_RATE_HZ / hz) for hz in reversed(RANGE_HZ))
    search = normal[:, shortest : longest + 1]
    octaves_below = np.log2(np.arange(shortest, longest + 1) / shortest)
    best = (search - OCTAVE_COST * octaves_below).argmax(axis=1)
    voiced = search[np.arange(len(search)), best] > VOICED
    if not voiced.any():
        raise ValueError("sound: expected a voice, found none")
    return float(np.median(SAMPLE_RATE_HZ / (shortest + best[voiced])))
