"""Cuts a stream into segments of speech."""

from collections import deque
from dataclasses import dataclass

from asr.engine import Mono
from scribe.ports import SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True)
class SegmentRules:
    """When speech begins, ends, and is cut.

    A segment begins when `min_speech_frames` frames in a row stay above `off`, the first of them
    above `on`; `preroll_frames` before them belong to it. It ends when `hangover_frames` in a row
    lie below `off`. Past `patience_frames` ever shorter pauses are enough, and at `max_frames` it
    is cut. Frames are 32 ms. Thresholds: Silero's own defaults (0.5, and 0.15 less).
    """

    on: float = 0.5
    off: float = 0.35
    min_speech_frames: int = 3
    preroll_frames: int = 9
    hangover_frames: int = 10
    patience_frames: int = 187
    max_frames: int = 468

    def __post_init__(self) -> None:
        if not 0 <= self.off <= self.on <= 1:
            raise ValueError(f"expected 0 <= off <= on <= 1, got {self}")
        if not 0 < self.patience_frames < self.max_frames:
            raise ValueError(f"expected 0 < patience_frames < max_frames, got {self}")
        if min(self.min_speech_frames, self.hangover_frames) < 1 or self.preroll_frames < 0:
            raise ValueError(f"expected positive numbers of frames, got {self}")

    def pause_frames(self, segment_frames: int) -> int:
        """How long a pause ends a segment of this length: the hangover, falling to one frame."""
        if segment_frames <= self.patience_frames:
            return self.hangover_frames
        share = (self.max_frames - segment_frames) / (self.max_frames - self.patience_frames)
        return max(1, round(self.hangover_frames * share))


@dataclass(frozen=True, slots=True)
class Began:
    """A segment begins at this sample of the stream."""

    start_sample: int

    @property
    def start_ms(self) -> int:
        return self.start_sample * 1000 // SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True)
class Fed:
    """The next samples of the segment that has begun."""

    samples: Mono


@dataclass(frozen=True, slots=True)
class Ended:
    """The segment is over; `end_sample` is exclusive, `peak` its highest probability of speech."""

    end_sample: int
    peak: float

    @property
    def end_ms(self) -> int:
        return self.end_sample * 1000 // SAMPLE_RATE_HZ


SegmentEvent = Began | Fed | Ended


class Segmenter:
    """Takes frames with their probability of speech, says where segments begin and end.

    Its clock is the number of samples taken, plus `start_sample`. Segments never overlap.
    """

    def __init__(self, rules: SegmentRules, start_sample: int = 0) -> None:
        self._rules = rules
        self._clock = start_sample
        self._recent: deque[Mono] = deque(maxlen=rules.preroll_frames + rules.min_speech_frames)
        self._run_frames = 0
        self._pause_frames = 0
        self._segment_frames = 0
        self._peak = 0.0
        self._inside = False

    def push(self, frame: Mono, probability: float) -> tuple[SegmentEvent, ...]:
        """Take the next frame; only a stream's last frame may be shorter than the others."""
        self._clock += len(frame)
        return (
            self._inside_frame(frame, probability)
            if self._inside
            else (self._outside_frame(frame, probability))
        )

    def flush(self) -> tuple[SegmentEvent, ...]:
        """The stream has ended: end the segment that is open."""
        return self._end() if self._inside else ()

    def _outside_frame(self, frame: Mono, probability: float) -> tuple[SegmentEvent, ...]:
        self._recent.append(frame)
        starts = self._run_frames == 0 and probability >= self._rules.on
        goes_on = self._run_frames > 0 and probability >= self._rules.off
        self._peak = max(self._peak, probability) if goes_on else probability
        self._run_frames = self._run_frames + 1 if starts or goes_on else 0
        if self._run_frames < self._rules.min_speech_frames:
            return ()
        frames = tuple(self._recent)
        self._recent.clear()
        self._run_frames = 0
        self._pause_frames = 0
        self._segment_frames = len(frames)
        self._inside = True
        return Began(self._clock - sum(map(len, frames))), *map(Fed, frames)

    def _inside_frame(self, frame: Mono, probability: float) -> tuple[SegmentEvent, ...]:
        self._segment_frames += 1
        self._peak = max(self._peak, probability)
        self._pause_frames = self._pause_frames + 1 if probability < self._rules.off else 0
        paused = self._pause_frames >= self._rules.pause_frames(self._segment_frames)
        if paused or self._segment_frames >= self._rules.max_frames:
            return Fed(frame), *self._end()
        return (Fed(frame),)

    def _end(self) -> tuple[SegmentEvent, ...]:
        self._inside = False
        return (Ended(self._clock, self._peak),)
