"""The plain design: stock faster-whisper with padded windows under LocalAgreement-2."""

from collections.abc import Iterator

import ctranslate2
import faster_whisper
import numpy as np
from numpy.typing import NDArray

from asr.engine import Mono
from asr.segment import Began, Ended, Fed, Segmenter, SegmentRules
from asr.vad import FRAME_SAMPLES, Vad
from recipes.streaming.agreement import LocalAgreement, Read, Reading
from scribe.ports import Hypothesis, Recognized, Samples
from scribe.transcript import Role, Utterance, Word, spelled_out

PASS_MS = 1000
"""A pass is made for every second of new audio."""
NO_SPEECH = 0.9
"""Segments that are less likely speech than this are left out, as in whisper_streaming."""
UNCUT = SegmentRules(patience_frames=10**9, max_frames=10**9 + 1)
"""Speech begins and ends as for ours, but its length never ends it: the buffer trims itself."""


class StockWhisper:
    """A model as faster-whisper runs it: every window filled up to 30 seconds."""

    def __init__(self, folder: str, language: str, threads: int) -> None:
        """Loaded as our engine loads it; `threads` 0 leaves their number to the library."""
        gpu = ctranslate2.get_cuda_device_count() > 0
        self._language = language
        self._model = faster_whisper.WhisperModel(
            folder,
            device="cuda" if gpu else "cpu",
            compute_type="float16" if gpu else "int8",
            cpu_threads=threads,
        )

    def read(self, audio: Mono, prompt: str) -> Reading:
        """One greedy pass without fallback to random sampling, which would cost more."""
        segments, _ = self._model.transcribe(
            as_float(audio),
            language=self._language,
            beam_size=1,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
            initial_prompt=prompt or None,
        )
        spoken = [segment for segment in segments if segment.no_speech_prob <= NO_SPEECH]
        words = tuple(
            Word(w.word.strip(), in_ms(w.start), max(in_ms(w.start), in_ms(w.end)), w.probability)
            for segment in spoken
            for w in segment.words or ()
            if w.word.strip()
        )
        return Reading(words, tuple(in_ms(segment.end) for segment in spoken))

    def transcribe(self, audio: Mono) -> str:
        """The text of a whole recording, silence left out, every other option as it comes."""
        segments, _ = self._model.transcribe(
            as_float(audio), language=self._language, vad_filter=True
        )
        return " ".join(segment.text.strip() for segment in segments)


class PlainRecognizer:
    """Implements `scribe.ports.Recognizer` for one channel, without speakers.

    No pass is made in silence: the voice detector, its thresholds and how long a pause ends speech
    are ours. Each batch of words that becomes final together is an utterance.
    """

    def __init__(self, read: Read, vad: Vad, language: str, prompt_characters: int) -> None:
        self._agreement = LocalAgreement(read, prompt_characters)
        self._vad = vad.open()
        self._segmenter = Segmenter(UNCUT)
        self._language = language
        self._rest = np.zeros(0, np.int16)
        self._start_ms: int | None = None
        self._finals = 0

    @property
    def engine(self) -> str:
        return "faster-whisper, LocalAgreement-2"

    @property
    def language(self) -> str:
        return self._language

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        """Take int16 samples of shape (any, 1).

        While audio waits it is taken first, so that a late pass hears all there is.
        """
        fresh = np.concatenate((self._rest, samples[:, 0]))
        whole = len(fresh) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = fresh[whole:]
        found: list[Recognized] = []
        for start in range(0, whole, FRAME_SAMPLES):
            found += self._hear(fresh[start : start + FRAME_SAMPLES])
            if behind_ms == 0 and self._start_ms is not None:
                found += self._listen(self._start_ms)
        return iter(found)

    def flush(self) -> Iterator[Recognized]:
        found = self._hear(self._rest) if len(self._rest) else []
        return iter(found + self._take(self._segmenter.flush()))

    def _hear(self, frame: Mono) -> list[Recognized]:
        full = np.pad(frame, (0, FRAME_SAMPLES - len(frame)))
        return self._take(self._segmenter.push(frame, self._vad.probability(full)))

    def _take(self, events: tuple[Began | Fed | Ended, ...]) -> list[Recognized]:
        found: list[Recognized] = []
        for event in events:
            match event:
                case Began():
                    self._start_ms = event.start_ms
                    self._agreement.begin(event.start_ms)
                case Fed():
                    self._agreement.feed(event.samples)
                case Ended():
                    self._start_ms = None
                    found += self._final(self._agreement.finish())
        return found

    def _listen(self, start_ms: int) -> list[Recognized]:
        if self._agreement.fresh_ms < PASS_MS:
            return []
        found = self._final(self._agreement.step())
        tail = self._agreement.tail
        if tail:
            found.append(Hypothesis(start_ms, spelled_out(tail)))
        return found

    def _final(self, words: tuple[Word, ...]) -> list[Recognized]:
        if not words:
            return []
        self._finals += 1
        start_ms = min(word.start_ms for word in words)
        end_ms = max(word.end_ms for word in words)
        text = spelled_out(words)
        return [Utterance(f"u{self._finals}", "", Role.UNKNOWN, start_ms, end_ms, text, words)]


def as_float(audio: Mono) -> NDArray[np.float32]:
    """In [-1, 1)."""
    return audio.astype(np.float32) / np.float32(32768)


def in_ms(seconds: float) -> int:
    return max(0, round(seconds * 1000))
