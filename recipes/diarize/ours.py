"""Our speakers where there are no words: voices of the pieces that the voice activity cuts out."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from asr.attribution import model_of
from asr.embedding import VoiceSpace
from asr.engine import Mono
from asr.speakers import SpeakerClusters, Voice
from asr.vad import FRAME_SAMPLES, Vad
from recipes.diarize.diarizer import Framer, Stretch
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

ON, OFF = 0.5, 0.35
"""Probability of speech at which a stretch begins, below which it pauses: Silero's defaults."""
PAUSE_FRAMES = 4
"""Of 32 ms: a pause that ends a stretch."""
SHORTEST_FRAMES = 3
PIECE_S = 1.0
HEARD_S = 1.5
"""A piece is heard with what is around it in its stretch."""
CHANGE_WITHIN, CHANGE_AFTER_PAUSE = 0.05, 0.4
"""How likely another speaker goes on within a stretch, after a pause."""
TWO_AT_ONCE = 0.5
"""Probability above which a piece counts as said by two."""
LONGEST_FRAMES = 312
"""A stretch is cut after ten seconds."""
FRAME_MS = FRAME_SAMPLES * 1000 // SAMPLE_RATE_HZ


class OurDiarizer:
    """Pieces of a second into `SpeakerClusters`, as they come."""

    def __init__(self, vad: Vad, voices: VoiceSpace, max_speakers: int) -> None:
        self._stream, self._voices = vad.open(), voices
        self._clusters = SpeakerClusters(model_of(voices), max_speakers)
        self._framer = Framer()
        self._stretch: list[Mono] = []
        self._clock_frames, self._first_frame, self._quiet = 0, 0, 0
        self._spans: list[tuple[int, int]] = []
        self._live: list[int] = []

    @property
    def live(self) -> tuple[Stretch, ...]:
        return tuple((*span, who) for span, who in zip(self._spans, self._live, strict=True))

    @property
    def final(self) -> tuple[Stretch, ...]:
        labels = self._clusters.labels.tolist()
        return tuple((*span, who) for span, who in zip(self._spans, labels, strict=True))

    @property
    def overlaps(self) -> tuple[Span, ...]:
        likely = self._clusters.overlaps > TWO_AT_ONCE
        return tuple(Span(*span) for span, two in zip(self._spans, likely, strict=True) if two)

    def push(self, samples: Mono) -> None:
        for frame in self._framer.push(samples):
            self._hear(frame)

    def flush(self) -> None:
        self._end()
        self._clusters.regroup()

    def _hear(self, frame: Mono) -> None:
        probability = self._stream.probability(frame)
        self._clock_frames += 1
        if not self._stretch and probability < ON:
            return
        if not self._stretch:
            self._first_frame = self._clock_frames - 1
        self._stretch.append(frame)
        self._quiet = self._quiet + 1 if probability < OFF else 0
        if self._quiet >= PAUSE_FRAMES or len(self._stretch) >= LONGEST_FRAMES:
            self._end()

    def _end(self) -> None:
        spoken = self._stretch[: len(self._stretch) - self._quiet]
        self._stretch, self._quiet = [], 0
        if len(spoken) < SHORTEST_FRAMES:
            return
        voices = tuple(self._heard(np.concatenate(spoken)))
        self._clusters.add(voices)
        self._live += self._clusters.labels[-len(voices) :].tolist()

    def _heard(self, samples: Mono) -> Iterator[Voice]:
        """The pieces of a stretch, which are as long as each other."""
        start_ms = self._first_frame * FRAME_MS
        count = -(-len(samples) // int(PIECE_S * SAMPLE_RATE_HZ))
        edges = np.linspace(0, len(samples), count + 1).astype(int).tolist()
        width = int(max(HEARD_S * SAMPLE_RATE_HZ, edges[1]))
        for number, (first, last) in enumerate(pairwise(edges)):
            from_ = min(max(0, (first + last - width) // 2), max(0, len(samples) - width))
            self._spans.append(
                (
                    start_ms + first * 1000 // SAMPLE_RATE_HZ,
                    start_ms + last * 1000 // SAMPLE_RATE_HZ,
                )
            )
            yield Voice(
                self._voices.embed(samples[from_ : from_ + width]),
                (last - first) * 1000 // SAMPLE_RATE_HZ,
                CHANGE_WITHIN if number else CHANGE_AFTER_PAUSE,
            )
