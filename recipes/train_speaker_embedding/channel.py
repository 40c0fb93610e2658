"""What a room, a microphone or a line makes of a voice, drawn at random."""

import numpy as np
from numpy.typing import NDArray

from scribe.ports import SAMPLE_RATE_HZ

Sound = NDArray[np.float32]
"""Mono at 16 kHz, shape (samples,), full scale 1."""

LEVEL_DBFS = -26.0
EQUALISER_HZ = (60, 150, 350, 700, 1200, 2000, 3200, 5000, 7900)
TELEPHONE_HZ = (300.0, 3400.0)


def levelled(sound: Sound, level_dbfs: float = LEVEL_DBFS) -> Sound:
    """At this root mean square level."""
    rms = float(np.sqrt(np.mean(np.square(sound)))) or 1.0
    return (sound * np.float32(10 ** (level_dbfs / 20) / rms)).astype(np.float32)


def equalised(sound: Sound, rng: np.random.Generator, depth_db: float = 9.0) -> Sound:
    """With a smooth random gain over frequency of up to this depth either way."""
    gains_db = rng.uniform(-depth_db, depth_db, len(EQUALISER_HZ))
    return _filtered(sound, np.log(EQUALISER_HZ), gains_db)


def through_telephone(sound: Sound, rng: np.random.Generator) -> Sound:
    """Without what lies outside of a telephone's band, edges at random; coded as mu-law."""
    low, high = (hz * rng.uniform(0.85, 1.15) for hz in TELEPHONE_HZ)
    edges = np.log((low / 2, low, high, high * 1.25))
    limited = levelled(_filtered(sound, edges, np.array([-50.0, 0, 0, -50])), -20)
    # ITU-T G.711: 8 bits of mu-law.
    coded = np.sign(limited) * np.log1p(255 * np.abs(limited).clip(0, 1)) / np.log(256)
    coded = np.round(coded * 127) / 127
    return (np.sign(coded) * (np.power(256.0, np.abs(coded)) - 1) / 255).astype(np.float32)


def in_room(sound: Sound, rng: np.random.Generator) -> Sound:
    """Followed by noise that dies away by 60 dB within 0.15 to 0.7 s."""
    length = round(rng.uniform(0.15, 0.7) * SAMPLE_RATE_HZ)
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail *= 10 ** (-rng.uniform(-3, 12) / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    size = 1 << (len(sound) + length - 1).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(tail, size)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(sound)], np.float32)


def with_noise(
    sound: Sound, rng: np.random.Generator, snr_db: float, babble: Sound | None = None
) -> Sound:
    """With noise whose power falls by 0 to 6 dB an octave, or with these other voices."""
    if babble is None:
        size = 1 << (len(sound) - 1).bit_length()
        spectrum = np.fft.rfft(rng.standard_normal(size))
        spectrum /= np.maximum(np.arange(spectrum.size), 20) ** rng.uniform(0, 1)
        babble = np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)
    level = 20 * np.log10(float(np.sqrt(np.mean(np.square(sound)))) or 1e-6)
    return sound + levelled(babble, level - snr_db)


def any_channel(sound: Sound, rng: np.random.Generator, babble: Sound | None = None) -> Sound:
    """Some of all that, at a random level."""
    if rng.random() < 0.5:
        sound = in_room(sound, rng)
    if rng.random() < 0.8:
        sound = equalised(sound, rng, float(rng.uniform(3, 12)))
    if rng.random() < 0.8:
        use = babble if rng.random() < 0.3 else None
        sound = with_noise(sound, rng, float(rng.uniform(5, 35)), use)
    if rng.random() < 0.2:
        sound = through_telephone(sound, rng)
    return levelled(sound, float(rng.uniform(-40, -18)))


def _filtered(sound: Sound, log_hz: NDArray[np.float64], gains_db: NDArray[np.float64]) -> Sound:
    """With gains that are linear in dB between these places on a logarithmic scale."""
    size = 1 << (len(sound) - 1).bit_length()
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ)
    gain = 10 ** (np.interp(np.log(np.maximum(hz, 1)), log_hz, gains_db) / 20)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: len(sound)], np.float32)
