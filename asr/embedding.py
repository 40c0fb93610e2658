"""What a voice sounds like, as a small vector."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asr.engine import Mono
from scribe.errors import ModelUnavailable
from scribe.ports import SAMPLE_RATE_HZ

Vector = NDArray[np.float32]

SPACE_FILE = Path(__file__).parent / "data" / "voices.npy"
WINDOW_SAMPLES = 400
HOP_SAMPLES = 160
FFT_SIZE = 512
MEL_BANDS = 40
CEPSTRA = 24
LOUD_DB = 30.0
"""Frames this much below the loudest are pauses, not voice."""
PITCH_HZ = (60.0, 400.0)
VOICED = 0.45
"""Normalised autocorrelation above which a frame is voiced."""
OCTAVE_COST = 0.05
DIMENSIONS = 2 * (CEPSTRA - 1) + 3


def mel_filters() -> NDArray[np.float32]:
    """Triangular filters, 60 to 7600 Hz, equidistant in mel (O'Shaughnessy: 2595 log10(1+f/700)).

    Shape (40, 257).
    """
    edges_mel = np.linspace(2595 * np.log10(1 + 60 / 700), 2595 * np.log10(1 + 7600 / 700), 42)
    edges_hz = 700 * (10 ** (edges_mel / 2595) - 1)
    bins_hz = np.fft.rfftfreq(FFT_SIZE, 1 / SAMPLE_RATE_HZ)
    low, centre, high = edges_hz[:-2, None], edges_hz[1:-1, None], edges_hz[2:, None]
    rise, fall = (bins_hz - low) / (centre - low), (high - bins_hz) / (high - centre)
    return np.maximum(0, np.minimum(rise, fall)).astype(np.float32)


def cosines() -> NDArray[np.float32]:
    """The orthonormal DCT-II without its first row, the loudness. Shape (23, 40)."""
    order, band = np.arange(1, CEPSTRA)[:, None], np.arange(MEL_BANDS)[None, :]
    matrix: NDArray[np.float64] = np.sqrt(2 / MEL_BANDS) * np.cos(
        np.pi * order * (2 * band + 1) / (2 * MEL_BANDS)
    )
    return np.asarray(matrix, np.float32)


FILTERS = mel_filters()
DCT = cosines()
TAPER = np.hanning(WINDOW_SAMPLES).astype(np.float32)


def statistics(samples: Mono) -> Vector | None:
    """Mean and deviation of cepstra and pitch, shape (49,) float32; None for less than 105 ms."""
    if len(samples) < WINDOW_SAMPLES + 8 * HOP_SAMPLES:
        return None
    signal = samples.astype(np.float32) / np.float32(32768)
    frames = np.lib.stride_tricks.sliding_window_view(signal, WINDOW_SAMPLES)[::HOP_SAMPLES]
    spectrum = np.square(np.abs(np.fft.rfft(frames * TAPER, FFT_SIZE))).astype(np.float32)
    level_db = 10 * np.log10(spectrum.sum(axis=1) + 1e-9)
    loud = level_db > level_db.max() - LOUD_DB
    cepstra = np.log(spectrum[loud] @ FILTERS.T + 1e-7) @ DCT.T
    pitch = pitch_octaves(frames[loud])
    parts = (cepstra.mean(axis=0), cepstra.std(axis=0), pitch)
    return np.concatenate(parts).astype(np.float32)


def pitch_octaves(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Median and spread of log2 of the pitch over 100 Hz, share of voiced frames. Shape (3,)."""
    centred = frames - frames.mean(axis=1, keepdims=True)
    power = np.square(np.abs(np.fft.rfft(centred, 2 * FFT_SIZE)))
    correlation = np.fft.irfft(power)[:, :WINDOW_SAMPLES]
    shortest, longest = (int(SAMPLE_RATE_HZ / hz) for hz in reversed(PITCH_HZ))
    # Fewer samples overlap at longer lags: undo that bias.
    overlap = 1 - np.arange(WINDOW_SAMPLES) / WINDOW_SAMPLES
    normal = correlation / (correlation[:, :1] + 1e-9) / np.maximum(overlap, 0.3)
    search = normal[:, shortest : longest + 1]
    # A periodic sound repeats at every multiple of its period: prefer the shortest (Boersma 1993).
    octaves_below = np.log2(np.arange(shortest, longest + 1) / shortest)
    best = (search - OCTAVE_COST * octaves_below).argmax(axis=1)
    voiced = search[np.arange(len(search)), best] > VOICED
    if not voiced.any():
        return np.zeros(3, np.float32)
    octaves = np.log2(SAMPLE_RATE_HZ / (shortest + best[voiced]) / 100)
    return np.array([np.median(octaves), octaves.std(), voiced.mean()], np.float32)


class VoiceSpace:
    """Maps voices so that windows of one voice lie about 1 apart along each axis.

    A linear discriminant analysis (recipes/train_voices). Stateless.
    """

    def __init__(self, space_file: Path = SPACE_FILE) -> None:
        """Read the offset (first row) and projection (the rest), shape (50, axes) float32."""
        if not space_file.is_file():
            raise ModelUnavailable(f"{space_file.name}: expected a voice projection, found no file")
        matrix = np.load(space_file)
        self._offset, self._projection = matrix[0], matrix[1:]

    @property
    def axes(self) -> int:
        return len(self._offset)

    def embed(self, samples: Mono) -> Vector | None:
        """The voice as a point, shape (axes,) float32; None if there is too little to hear."""
        found = statistics(samples)
        return None if found is None else (found @ self._projection - self._offset)
