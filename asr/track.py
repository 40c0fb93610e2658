"""Hears the speech segments of one channel."""

from dataclasses import dataclass, replace
from statistics import geometric_mean

import numpy as np

from asr.engine import Engine, Mono
from asr.segment import Began, Ended, Fed, Segmenter, SegmentRules
from asr.vad import FRAME_SAMPLES, Vad
from scribe.ports import SAMPLE_RATE_HZ, Hypothesis, Unspoken
from scribe.transcript import Word

FEED_SAMPLES = 8 * FRAME_SAMPLES
"""The engine is fed every 256 ms of a segment, so there are at most four partials a second."""


SMALLEST_CONFIDENCE = 1e-6
"""Engines round to 0, of which there is no geometric mean."""
SURE_SPEECH = 0.85
SURE_WORDS = 0.3
"""A segment whose highest probability of speech, as well as the geometric mean of its words'
confidences, lies below these is a noise. Chosen with the sphinx engine on three interviews, where
dropping such segments takes 1.0 to 2.3 points off the WER (recipes/transcribe_benchmark).
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech that is over. `words` lie inside it, in order, without overlap."""

    start_sample: int
    samples: Mono
    words: tuple[Word, ...]


Heard = Hypothesis | Segment | Unspoken


class Track:
    """One channel of one recording; takes frames of 512 samples, the last may be shorter."""

    def __init__(self, engine: Engine, language: str, vad: Vad, rules: SegmentRules) -> None:
        self._listener = engine.listen(language)
        self._vad = vad.open()
        self._segmenter = Segmenter(rules)
        self._start_sample: int | None = None
        self._samples: list[Mono] = []
        self._unfed: list[Mono] = []
        self._partial = ""
        self._hurry = False

    @property
    def language(self) -> str:
        return self._listener.language

    @property
    def open_since_sample(self) -> int | None:
        """Where the segment began that is not over yet."""
        return self._start_sample

    def push(self, frame: Mono, hurry: bool = False) -> tuple[Heard, ...]:
        """In a `hurry` there are no hypotheses, to catch up with the audio that waits."""
        self._hurry = hurry
        missing = FRAME_SAMPLES - len(frame)
        full = np.pad(frame, (0, missing)) if missing else frame
        return self._take(self._segmenter.push(frame, self._vad.probability(full)))

    def flush(self) -> tuple[Heard, ...]:
        """The recording has ended."""
        return self._take(self._segmenter.flush())

    def _take(self, events: tuple[Began | Fed | Ended, ...]) -> tuple[Heard, ...]:
        found: list[Heard] = []
        for event in events:
            match event:
                case Began():
                    self._start_sample = event.start_sample
                    self._listener.begin(event.start_ms)
                case Fed():
                    self._samples.append(event.samples)
                    self._unfed.append(event.samples)
                    if sum(map(len, self._unfed)) >= FEED_SAMPLES:
                        found.extend(self._feed())
                case Ended():
                    found.append(self._end(event.peak))
        return tuple(found)

    def _feed(self) -> tuple[Hypothesis, ...]:
        fresh = np.concatenate(self._unfed)
        self._unfed = []
        partial = self._listener.feed(fresh, self._hurry)
        if partial == self._partial or self._start_sample is None:
            return ()
        self._partial = partial
        return (Hypothesis(self._start_sample * 1000 // SAMPLE_RATE_HZ, partial),)

    def _end(self, peak: float) -> Segment | Unspoken:
        if self._unfed:
            self._listener.feed(np.concatenate(self._unfed), True)
        start = self._start_sample or 0
        samples = np.concatenate(self._samples)
        start_ms = start * 1000 // SAMPLE_RATE_HZ
        end_ms = (start + len(samples)) * 1000 // SAMPLE_RATE_HZ
        words = in_order(self._listener.end(peak), start_ms, end_ms)
        self._start_sample, self._samples, self._unfed, self._partial = None, [], [], ""
        if words and is_speech(words, peak):
            return Segment(start, samples, words)
        return Unspoken(start_ms, end_ms)


def is_speech(words: tuple[Word, ...], peak: float) -> bool:
    """False for a noise: where neither the detector nor the engine is sure."""
    return peak >= SURE_SPEECH or confidence(words) >= SURE_WORDS


def confidence(words: tuple[Word, ...]) -> float:
    """Geometric mean of the words' confidences; at least one word."""
    return geometric_mean(max(word.confidence, SMALLEST_CONFIDENCE) for word in words)


def in_order(words: tuple[Word, ...], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """The words with times moved so that they lie in the segment, one after the other."""
    found: list[Word] = []
    for word in words:
        start = min(max(word.start_ms, start_ms), end_ms)
        end = min(max(word.end_ms, start), end_ms)
        found.append(replace(word, start_ms=start, end_ms=end))
        start_ms = end
    return tuple(found)
