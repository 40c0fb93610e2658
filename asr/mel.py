"""Whisper's log-Mel spectrum of a stream, computed once per frame.

The formula is openai/whisper's (audio.py): 25 ms Hann windows every 10 ms, power in Mel bands,
log10. Whisper clamps a window at eight decades below its loudest point; that depends on the window,
so frames are kept as they are before it, and `normalised` makes of them what the encoder takes.
"""

import numpy as np
from numpy.typing import NDArray

from asr.engine import Mono

FRAME_SAMPLES = 160
"""10 ms; the encoder halves the rate, so its frames and timestamps are 20 ms apart."""
WINDOW_SAMPLES = 400
HALF = WINDOW_SAMPLES // 2
SMALLEST_POWER = 1e-10
DECADES = 8.0
LOUD_SHARE = 0.35
"""Of the way from a segment's quiet frames (its 5th percentile) to its loud ones (its 95th)."""

Frames = NDArray[np.float32]
"""log10 of Mel power, shape (frames, bands), 10 ms a frame."""

_WINDOW = np.hanning(WINDOW_SAMPLES + 1)[:-1].astype(np.float32)


def log_mel(padded: NDArray[np.float32], filters: NDArray[np.float32]) -> Frames:
    """Frames of audio in [-1, 1] of shape (160 x frames + 240 or more,), first window first.

    `filters` has shape (bands, 201).
    """
    count = (len(padded) - WINDOW_SAMPLES) // FRAME_SAMPLES + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_SAMPLES)[::FRAME_SAMPLES]
    power = np.abs(np.fft.rfft(windows[:count] * _WINDOW, axis=1)) ** 2
    # Not a matrix product: that rounds by the number of rows, and so by how audio arrives.
    mel = np.einsum("fk,bk->fb", power.astype(np.float32), filters)
    found: Frames = np.log10(np.maximum(mel, np.float32(SMALLEST_POWER)))
    return found


def normalised(frames: Frames) -> Frames:
    """What the encoder takes: clamped below the loudest point, moved to about [-1, 1.5]."""
    found: Frames = (np.maximum(frames, frames.max() - np.float32(DECADES)) + 4) / np.float32(4)
    return found


def loud(frames: Frames) -> NDArray[np.bool_]:
    """Which frames are well above the quiet ones, bool of shape (frames,)."""
    level = frames.max(axis=1)
    quiet, loudest = np.percentile(level, (5, 95))
    found: NDArray[np.bool_] = level > quiet + LOUD_SHARE * (loudest - quiet)
    return found


class MelStream:
    """The frames of one segment as its audio arrives; how the audio is cut does not matter."""

    def __init__(self, filters: NDArray[np.float32]) -> None:
        self._filters = filters
        self._pending = np.zeros(0, dtype=np.float32)
        self._blocks: list[Frames] = []
        self._begun = False

    def push(self, samples: Mono) -> None:
        """Take the next samples; a frame is made when its window has been heard whole."""
        fresh = samples.astype(np.float32) / np.float32(32768)
        self._pending = np.concatenate((self._pending, fresh))
        if not self._begun:
            if len(self._pending) <= HALF:
                return
            self._pending = np.pad(self._pending, (HALF, 0), mode="reflect")
            self._begun = True
        count = (len(self._pending) - WINDOW_SAMPLES) // FRAME_SAMPLES + 1
        if count > 0:
            used = (count - 1) * FRAME_SAMPLES + WINDOW_SAMPLES
            self._blocks.append(log_mel(self._pending[:used], self._filters))
            self._pending = self._pending[count * FRAME_SAMPLES :]

    def flush(self) -> None:
        """The segment is over: its last windows are filled up with silence."""
        self.push(np.zeros(WINDOW_SAMPLES, dtype=np.int16))

    def frames(self) -> Frames:
        """All frames so far."""
        if len(self._blocks) > 1:
            self._blocks = [np.concatenate(self._blocks)]
        return self._blocks[0] if self._blocks else np.zeros((0, len(self._filters)), np.float32)
