"""The spectrum of a voice over time, from which it is told whose it is."""

import numpy as np
from numpy.typing import NDArray

from asr.engine import Mono
from scribe.ports import SAMPLE_RATE_HZ

Frames = NDArray[np.float32]
"""Natural logarithm of power in Mel bands, shape (frames, 64), a frame every 10 ms."""

BANDS = 64
WINDOW_SAMPLES = 400
HOP_SAMPLES = 160
FFT_SIZE = 512
BAND_HZ = (60.0, 7600.0)
FLOOR = np.float32(1e-6)
LEVEL_DBFS = -26.0


def mel_filters() -> NDArray[np.float32]:
    """Triangular filters equidistant in mel (O'Shaughnessy: 2595 log10(1+f/700)); (64, 257)."""
    low_mel, high_mel = (2595 * np.log10(1 + hz / 700) for hz in BAND_HZ)
    edges_mel = np.linspace(low_mel, high_mel, BANDS + 2)
    edges_hz = 700 * (10 ** (edges_mel / 2595) - 1)
    bins_hz = np.fft.rfftfreq(FFT_SIZE, 1 / SAMPLE_RATE_HZ)
    low, centre, high = edges_hz[:-2, None], edges_hz[1:-1, None], edges_hz[2:, None]
    rise, fall = (bins_hz - low) / (centre - low), (high - bins_hz) / (high - centre)
    return np.maximum(0, np.minimum(rise, fall)).astype(np.float32)


FILTERS = mel_filters()
TAPER = np.hanning(WINDOW_SAMPLES).astype(np.float32)


def log_mel(signal: NDArray[np.float32]) -> Frames:
    """Of a signal (samples,) with full scale 1; no frame if it is shorter than 25 ms."""
    if len(signal) < WINDOW_SAMPLES:
        return np.empty((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(signal, WINDOW_SAMPLES)[::HOP_SAMPLES]
    spectrum = np.fft.rfft(frames * TAPER, FFT_SIZE)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    # Not as a matrix product: on a busy machine that waits 15 times longer for its own threads.
    bands = np.einsum("ft,bt->fb", power.astype(np.float32), FILTERS)
    return np.asarray(np.log(bands + FLOOR), np.float32)


def levelled(samples: Mono) -> NDArray[np.float32]:
    """Samples with full scale 1 at a root mean square of -26 dB; silence stays silence."""
    signal = samples.astype(np.float32) / np.float32(32768)
    rms = float(np.sqrt(np.mean(np.square(signal)))) if len(signal) else 0.0
    return signal * np.float32(10 ** (LEVEL_DBFS / 20) / rms) if rms else signal
