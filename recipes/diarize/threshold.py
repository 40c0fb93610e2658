"""The diarizer to beat: each piece goes to the nearest voice so far, or to a new one if far."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from asr.engine import Mono
from asr.vad import FRAME_SAMPLES, Vad
from recipes.diarize.diarizer import Framer, Stretch
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

SPEECH = 0.5
PAUSE_FRAMES = 9
"""A pause of 288 ms ends a piece."""
PIECE_FRAMES = 62
FRAME_MS = FRAME_SAMPLES * 1000 // SAMPLE_RATE_HZ
NEW_VOICE_DISTANCE = 6.0
"""In units of how far pieces of one voice lie apart along each of twelve axes."""
SURE_MS = 1000
"""Only a piece of this length may be a new voice."""
MAX_WEIGHT = 30.0


Embed = Callable[[Mono], NDArray[np.float32] | None]


class ThresholdDiarizer:
    """Online clustering with a threshold, as live recognisers have it.

    `embed` makes a voice a point, shape (axes,) float32, or None if there is too little to hear.

    In the end every piece goes to the nearest of the voices as they are then.
    """

    def __init__(self, vad: Vad, embed: Embed, max_speakers: int) -> None:
        self._stream, self._embed, self._max_speakers = vad.open(), embed, max_speakers
        self._framer = Framer()
        self._piece: list[Mono] = []
        self._pause_frames, self._clock_frames, self._first_frame = 0, 0, 0
        self._means: list[NDArray[np.float64]] = []
        self._weights: list[float] = []
        self._points: list[NDArray[np.float32] | None] = []
        self._live: list[Stretch] = []

    @property
    def live(self) -> tuple[Stretch, ...]:
        return tuple(self._live)

    @property
    def final(self) -> tuple[Stretch, ...]:
        return tuple(
            (start, end, who if point is None else self._nearest(point)[0])
            for (start, end, who), point in zip(self._live, self._points, strict=True)
        )

    @property
    def overlaps(self) -> tuple[Span, ...]:
        return ()

    def push(self, samples: Mono) -> None:
        for frame in self._framer.push(samples):
            self._hear(frame)

    def flush(self) -> None:
        self._end()

    def _hear(self, frame: Mono) -> None:
        is_speech = self._stream.probability(frame) > SPEECH
        if is_speech and not self._piece:
            self._first_frame = self._clock_frames
        self._clock_frames += 1
        if is_speech or self._piece:
            self._piece.append(frame)
            self._pause_frames = 0 if is_speech else self._pause_frames + 1
        if self._pause_frames >= PAUSE_FRAMES or len(self._piece) >= PIECE_FRAMES:
            self._end()

    def _end(self) -> None:
        spoken = self._piece[: len(self._piece) - self._pause_frames]
        self._piece, self._pause_frames = [], 0
        if not spoken:
            return
        point = self._embed(np.concatenate(spoken))
        start_ms, length_ms = self._first_frame * FRAME_MS, len(spoken) * FRAME_MS
        who = self._live[-1][2] if self._live else 0
        if point is not None:
            who = self._speaker(point, length_ms)
        self._points.append(point if self._means else None)
        self._live.append((start_ms, start_ms + length_ms, who))

    def _speaker(self, point: NDArray[np.float32], length_ms: int) -> int:
        who, distance = self._nearest(point) if self._means else (0, np.inf)
        room = len(self._means) < self._max_speakers
        is_sure = length_ms >= SURE_MS or not self._means
        if distance > NEW_VOICE_DISTANCE and room and is_sure:
            self._means.append(point.astype(np.float64))
            self._weights.append(length_ms / 1000)
            return len(self._means) - 1
        weight = length_ms / 1000
        self._weights[who] = min(self._weights[who] + weight, MAX_WEIGHT)
        self._means[who] += (point - self._means[who]) * weight / self._weights[who]
        return who

    def _nearest(self, point: NDArray[np.float32]) -> tuple[int, float]:
        apart = [float(np.linalg.norm(point - mean)) for mean in self._means]
        return int(np.argmin(apart)), min(apart)
