"""What reaches the microphone of people who talk in a room or over a telephone."""

from enum import StrEnum

import numpy as np
import soxr
from numpy.typing import NDArray

from recipes.diarize.tape import LEVEL_DBFS, Sound
from scribe.ports import SAMPLE_RATE_HZ

Metres = NDArray[np.float64]
"""Length, width, height, shape (3,)."""

SPEED_OF_SOUND_M_S = 343.0
FLOOR_DBFS = -75.0
"""Pink noise that is there in every condition: nothing real is digitally silent."""
SNR_DB = 10.0
TELEPHONE_HZ = (300.0, 3400.0)
TELEPHONE_RATE_HZ = 8000
RUMBLE_HZ = 60.0


class Condition(StrEnum):
    """How the conversation is picked up."""

    CLEAN = "clean"
    ROOM = "room"
    TELEPHONE = "telephone"
    PINK = "pink noise"
    BABBLE = "babble"


def picked_up(
    tracks: tuple[Sound, ...], condition: Condition, rng: np.random.Generator, others: Sound
) -> Sound:
    """One channel of what was said, each track of one speaker; `others` is for the babble."""
    if condition is Condition.ROOM:
        tracks = in_room(tracks, rng)
    mixed = np.asarray(np.sum(tracks, axis=0), np.float32)
    floor_db = LEVEL_DBFS - SNR_DB if condition is Condition.PINK else FLOOR_DBFS
    mixed = mixed + levelled(pink(len(mixed), rng), floor_db)
    if condition is Condition.BABBLE:
        mixed = mixed + levelled(np.resize(others, len(mixed)), LEVEL_DBFS - SNR_DB)
    return over_telephone(mixed) if condition is Condition.TELEPHONE else mixed


def in_room(tracks: tuple[Sound, ...], rng: np.random.Generator) -> tuple[Sound, ...]:
    """In one consulting room, around one microphone on a desk.

    The first speaker sits 0.4 to 0.8 m from it, the next ones 0.9 to 1.8 m. RT60 0.3 to 0.6 s.
    """
    size_m = rng.uniform((3.2, 2.8, 2.5), (5.0, 4.0, 2.8))
    rt60_s = float(rng.uniform(0.3, 0.6))
    microphone_m = np.array([*(size_m[:2] * rng.uniform(0.4, 0.6, 2)), 0.8])
    angle = rng.uniform(0, 2 * np.pi)
    found = []
    for number, track in enumerate(tracks):
        apart_m = rng.uniform(0.4, 0.8) if number == 0 else rng.uniform(0.9, 1.8)
        angle += rng.uniform(np.pi / 3, np.pi)
        way = apart_m * np.array([np.cos(angle), np.sin(angle), 0]) + (0, 0, 0.4)
        source_m = np.clip(microphone_m + way, 0.2, size_m - 0.2)
        found.append(convolved(track, room_response(size_m, source_m, microphone_m, rt60_s)))
    return tuple(found)


def room_response(size_m: Metres, source_m: Metres, microphone_m: Metres, rt60_s: float) -> Sound:
    """From the direct sound on, which is as at 0.6 m; float32, shape (samples,).

    The image method for a box (Allen and Berkley 1979), delays rounded to samples; walls absorb
    what Eyring's formula asks for. What rumbles below 60 Hz is taken out, as the method makes it.
    """
    volume = float(np.prod(size_m))
    surface = 2 * volume * float(np.sum(1 / size_m))
    absorbed = 1 - np.exp(-0.161 * volume / (surface * rt60_s))
    reflected = np.sqrt(1 - absorbed)
    reach_m = SPEED_OF_SOUND_M_S * rt60_s
    places, bounces = [], []
    for axis in range(3):
        count = np.arange(
            -int(reach_m / (2 * size_m[axis])) - 1, int(reach_m / (2 * size_m[axis])) + 2
        )
        straight = 2 * count * size_m[axis] + source_m[axis] - microphone_m[axis]
        mirrored = 2 * count * size_m[axis] - source_m[axis] - microphone_m[axis]
        places.append(np.concatenate((straight, mirrored)))
        bounces.append(np.concatenate((np.abs(2 * count), np.abs(2 * count - 1))))
    squared = (
        np.square(places[0])[:, None, None]
        + np.square(places[1])[None, :, None]
        + np.square(places[2])[None, None, :]
    )
    hits = bounces[0][:, None, None] + bounces[1][None, :, None] + bounces[2][None, None, :]
    near = squared < reach_m**2
    apart_m = np.sqrt(squared[near])
    gains = 0.6 * reflected ** hits[near] / apart_m
    delays = np.round((apart_m - apart_m.min()) / SPEED_OF_SOUND_M_S * SAMPLE_RATE_HZ)
    response = np.bincount(delays.astype(np.int64), weights=gains)
    return banded(response.astype(np.float32), RUMBLE_HZ, SAMPLE_RATE_HZ / 2)


def over_telephone(sound: Sound) -> Sound:
    """300 to 3400 Hz at 8 kHz in 8 bits of mu-law (ITU-T G.711), at 16 kHz again."""
    narrow = soxr.resample(banded(sound, *TELEPHONE_HZ), SAMPLE_RATE_HZ, TELEPHONE_RATE_HZ)
    clipped = np.clip(narrow, -1, 1)
    coded = np.sign(clipped) * np.log1p(255 * np.abs(clipped)) / np.log(256)
    coded = np.round(coded * 127) / 127
    decoded = np.sign(coded) * (np.power(256.0, np.abs(coded)) - 1) / 255
    wide = soxr.resample(decoded.astype(np.float32), TELEPHONE_RATE_HZ, SAMPLE_RATE_HZ)
    return np.asarray(np.pad(wide, (0, max(0, len(sound) - len(wide))))[: len(sound)], np.float32)


def banded(sound: Sound, low_hz: float, high_hz: float) -> Sound:
    """Below the band less by 24 dB an octave, as a filter of fourth order does; above by 100."""
    size = 1 << len(sound).bit_length()
    hz = np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ), 1e-3)
    lost_db = 24 * np.maximum(np.log2(low_hz / hz), 0) + 100 * np.maximum(np.log2(hz / high_hz), 0)
    spectrum = np.fft.rfft(sound, size) * 10 ** (-lost_db / 20)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(sound)], np.float32)


def convolved(sound: Sound, response: Sound) -> Sound:
    """As long as the sound was."""
    size = 1 << (len(sound) + len(response)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(spectrum, size)[: len(sound)], np.float32)


def pink(length: int, rng: np.random.Generator) -> Sound:
    """Noise whose power falls by 3 dB an octave from 20 Hz on."""
    size = 1 << length.bit_length()
    spectrum = np.fft.rfft(rng.standard_normal(size))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ), 20))
    return np.asarray(np.fft.irfft(spectrum, size)[:length], np.float32)


def levelled(sound: Sound, level_dbfs: float) -> Sound:
    """As loud as this (RMS); silence stays silent."""
    rms = float(np.sqrt(np.mean(np.square(sound)))) or 1.0
    return np.asarray(sound * (10 ** (level_dbfs / 20) / rms), np.float32)
