"""Tells a mono recording kept as stereo from one with a speaker on each channel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scribe.ports import SAMPLE_RATE_HZ, Samples

BLOCK = SAMPLE_RATE_HZ // 50
"""Levels are compared in blocks of 20 ms counted from the first sample, however audio arrives."""
FLOOR_DB = -60.0
"""Below this level (dB of full scale) a block counts as silent: room noise lies lower."""
ACTIVE_DB = -50.0
SPREAD_DB = 4.5
"""Standard deviation of the level difference above which the channels hold different voices.

Measured: copies, also at another gain or as MP3, stay under 1 dB; separate voices lie over 8 dB.
"""
DECIDE_AFTER_BLOCKS = 150
GIVE_UP_AFTER_BLOCKS = 1500


@dataclass(frozen=True, slots=True)
class Levels:
    """Level of each channel in dB of full scale, shape (blocks, 2), and the sum of L*R."""

    level_db: NDArray[np.float64]
    cross: float

    @property
    def active(self) -> NDArray[np.bool_]:
        return np.asarray(self.level_db.max(axis=1) > ACTIVE_DB)

    @property
    def one_is_silent(self) -> bool:
        return bool((self.level_db.max(axis=0) <= FLOOR_DB).any())

    @property
    def differ(self) -> bool:
        """True when each channel has its own voice; false when one is a copy, or is empty."""
        active = self.level_db[self.active]
        if len(active) < 2 or self.one_is_silent:
            return False
        return float(np.std(active[:, 0] - active[:, 1])) > SPREAD_DB


def levels(samples: Samples) -> Levels:
    """Levels of stereo audio in whole blocks; a rest shorter than a block is left out."""
    blocks = len(samples) // BLOCK
    signal = samples[: blocks * BLOCK].astype(np.float64).reshape(blocks, BLOCK, 2) / 32768
    power = np.square(signal).mean(axis=1)
    level_db = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10)))
    return Levels(level_db, float(np.sum(signal[..., 0] * signal[..., 1])))


def fold(samples: Samples, inverted: bool) -> Samples:
    """The mean of both channels, shape (samples, 1); of their difference if one is inverted."""
    left, right = samples[:, 0].astype(np.int32), samples[:, 1].astype(np.int32)
    mixed: NDArray[np.int32] = (left - right if inverted else left + right) // 2
    return np.clip(mixed, -32768, 32767).astype(np.int16).reshape(-1, 1)


class ChannelFold:
    """Passes mono and true stereo through, and folds a copy into one channel.

    Stereo is held back until 3 s of sound were heard on both channels, at most 30 s of recording;
    from then on everything comes out at once and with the same number of channels.
    """

    def __init__(self) -> None:
        self._held: list[Samples] = []
        self._active_blocks = 0
        self._heard = np.zeros(2, np.bool_)
        self._rest = np.empty((0, 2), np.int16)
        self._blocks = 0
        self._decided = False
        self._keep = True
        self._inverted = False

    def push(self, samples: Samples) -> Samples:
        """Take (samples, 1 or 2), return what can be passed on, shape (samples, 1 or 2)."""
        if samples.shape[1] == 1:
            return samples
        if self._decided:
            return self._pass(samples)
        self._held.append(samples)
        fresh = np.concatenate((self._rest, samples))
        whole = len(fresh) // BLOCK * BLOCK
        self._rest = fresh[whole:]
        measured = levels(fresh[:whole])
        for active, level_db in zip(measured.active, measured.level_db, strict=True):
            self._blocks += 1
            self._active_blocks += bool(active)
            self._heard |= level_db > FLOOR_DB
            enough = self._active_blocks >= DECIDE_AFTER_BLOCKS and bool(self._heard.all())
            if enough or self._blocks >= GIVE_UP_AFTER_BLOCKS:
                return self._decide(self._blocks * BLOCK)
        return np.empty((0, 1), np.int16)

    def flush(self) -> Samples:
        """The recording has ended: return what was held back."""
        if self._decided or not self._held:
            return np.empty((0, 1), np.int16)
        return self._decide(self._blocks * BLOCK)

    def _decide(self, evidence_samples: int) -> Samples:
        held = np.concatenate(self._held)
        measured = levels(held[:evidence_samples])
        self._decided, self._keep = True, measured.differ
        self._inverted = measured.cross < 0
        self._held, self._rest = [], self._rest[:0]
        return self._pass(held)

    def _pass(self, samples: Samples) -> Samples:
        return samples if self._keep else fold(samples, self._inverted)
