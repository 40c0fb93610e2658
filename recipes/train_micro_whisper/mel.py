"""Log-Mel frames as they are joined, mixed with noise and made louder for training."""

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor

from asr.mel import HALF, Frames, log_mel
from recipes.train_micro_whisper.spoken import Audio

BINS = 80
FRAME_MS = 10
FLOOR = -10.0
"""log10 of the smallest power that Whisper tells apart."""
OCTAVES = np.float32(np.log2(10))

FILTERS = FeatureExtractor().mel_filters.astype(np.float32)
"""Mel bands over frequencies, shape (80, 201)."""
BAND_HZ = np.maximum.accumulate(FILTERS.argmax(axis=1) * 40.0 + np.arange(BINS) * 1e-3)
"""The frequency that each band is loudest at; narrow low bands share one, told apart by 1e-3."""


def frames_of(audio: Audio) -> Frames:
    """One frame per 160 samples, not normalised."""
    whole = len(audio) // 160 * 160
    return log_mel(np.pad(audio, HALF, mode="reflect")[: whole + 240], FILTERS)


def mixed(speech: Frames, noise: Frames) -> Frames:
    """Both at once: powers add."""
    found: Frames = np.logaddexp2(speech * OCTAVES, noise * OCTAVES) / OCTAVES
    return found
