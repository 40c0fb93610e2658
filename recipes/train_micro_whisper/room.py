"""What a room does to a voice."""

import numpy as np

from recipes.train_micro_whisper.spoken import Audio
from scribe.ports import SAMPLE_RATE_HZ

LEVEL_DBFS = -26.0


def levelled(audio: Audio) -> Audio:
    """The audio at a level (RMS) of -26 dB relative to full scale."""
    rms = float(np.sqrt(np.mean(audio**2))) or 1.0
    return (audio * np.float32(10 ** (LEVEL_DBFS / 20) / rms)).astype(np.float32)


def reverberated(audio: Audio, rng: np.random.Generator) -> Audio:
    """The audio in a room: noise that dies away within 0.1 to 0.4 s follows the direct sound."""
    rt60_s = rng.uniform(0.1, 0.4)
    length = round(rt60_s * SAMPLE_RATE_HZ)
    decay = 10 ** (-3 * np.arange(length) / length)
    tail = rng.standard_normal(length) * decay
    direct_to_reverberant_db = rng.uniform(0, 12)
    tail *= 10 ** (-direct_to_reverberant_db / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    size = len(audio) + length
    spectrum = np.fft.rfft(audio, size) * np.fft.rfft(tail, size)
    return levelled(np.fft.irfft(spectrum, size)[: len(audio)].astype(np.float32))


def noise(seconds: float, rng: np.random.Generator) -> Audio:
    """Noise at LEVEL_DBFS: power falling by 0 to 6 dB an octave, sometimes a hum, slow swells."""
    length = round(seconds * SAMPLE_RATE_HZ)
    spectrum = np.fft.rfft(rng.standard_normal(length))
    slope = rng.uniform(0, 1)
    spectrum /= np.maximum(np.arange(spectrum.size), 20) ** slope
    sound = np.fft.irfft(spectrum, length)
    sound /= np.sqrt(np.mean(sound**2))
    seconds_at = np.arange(length) / SAMPLE_RATE_HZ
    if rng.random() < 0.4:
        base_hz = rng.choice([50.0, 60.0, 100.0, rng.uniform(80, 2000)])
        for harmonic in range(1, 5):
            strength = rng.uniform(0, 2) / harmonic
            sound += strength * np.sin(2 * np.pi * base_hz * harmonic * seconds_at)
    if rng.random() < 0.4:
        sound *= 1 + 0.8 * np.sin(2 * np.pi * rng.uniform(0.2, 3) * seconds_at)
    return levelled(sound.astype(np.float32))
