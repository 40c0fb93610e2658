"""The plain design over a model of random weights, which is asked for as many tokens as a script.

LocalAgreement-2 over stock faster-whisper (Macháček et al. 2023) with a voice detector: a pass for
every second of new speech over all of the segment, at most 15 s, filled up to 30 s; all tokens are
decoded anew, with timestamps; word times are taken each time; a last pass when the speech ends. The
sessions take turns on the model by a lock. Which words the passes agree on costs nothing, so that
part is left out, as is whatever faster-whisper does beside the model.
"""

import threading

import ctranslate2
import numpy as np
from faster_whisper.audio import pad_or_trim
from faster_whisper.feature_extractor import FeatureExtractor

from asr.decoding import PADDED_FRAMES
from asr.engine import Mono
from asr.segment import Began, Ended, Fed, Segmenter, SegmentRules
from asr.vad import FRAME_SAMPLES, Vad
from recipes.streaming.rehearsal import LANGUAGE, Line, Script
from recipes.streaming.rehearsed_tokens import Lexicon
from scribe.ports import SAMPLE_RATE_HZ

EVERY_MS = 1000
TIMESTAMPS = 2
"""Written beside the text, where it begins with where it ends."""


class StockWhisper:
    """One model for all sessions, behind a lock."""

    def __init__(self, model: ctranslate2.models.Whisper, lexicon: Lexicon) -> None:
        self._model = model
        self._lexicon = lexicon
        self._start = lexicon.tokenizer(LANGUAGE).sot_sequence
        self._features = FeatureExtractor()
        self._lock = threading.Lock()

    def read(self, audio: Mono, words: tuple[str, ...]) -> None:
        """A pass over this audio that finds these words."""
        tokens = self._lexicon.tokens(words)
        with self._lock:
            heard = self._features(audio.astype(np.float32) / np.float32(32768))
            window = np.ascontiguousarray(pad_or_trim(heard, PADDED_FRAMES)[np.newaxis])
            encoded = self._model.encode(ctranslate2.StorageView.from_array(window))
            # CTranslate2 writes half of the length; one token more is the end of the text.
            most = 2 * (len(tokens) + TIMESTAMPS + 1)
            self._model.generate(encoded, [self._start], beam_size=1, max_length=most)
            if tokens:
                self._model.align(encoded, self._start, [list(tokens)], [heard.shape[1]])


class PlainSession:
    """Hears one stream; says of every block where speech ended, once its final is there."""

    def __init__(
        self, script: Script, whisper: StockWhisper, vad: Vad, rules: SegmentRules, offset_ms: int
    ) -> None:
        self._script, self._whisper, self._offset_ms = script, whisper, offset_ms
        self._vad = vad.open()
        self._segmenter = Segmenter(rules)
        self._line: Line | None = None
        self._heard: list[Mono] = []
        self._read_ms = 0
        self.partials = 0

    def push(self, samples: Mono, behind_ms: int) -> tuple[int, ...]:
        """Take whole frames. All that has come is heard before the next pass, finals apart."""
        endpoints_ms: list[int] = []
        for start in range(0, len(samples), FRAME_SAMPLES):
            frame = samples[start : start + FRAME_SAMPLES]
            for event in self._segmenter.push(frame, self._vad.probability(frame)):
                match event:
                    case Began():
                        at_ms = (event.start_ms + self._offset_ms) % self._script.length_ms
                        self._line, self._heard, self._read_ms = self._script.line(at_ms), [], 0
                    case Fed():
                        self._heard.append(event.samples)
                    case Ended():
                        self._read(None)
                        self._line = None
                        endpoints_ms.append(event.end_ms)
        if behind_ms == 0 and self._line and self._heard_ms() - self._read_ms >= EVERY_MS:
            self._read_ms = self._heard_ms()
            self.partials += 1
            self._read(self._read_ms)
        return tuple(endpoints_ms)

    def _heard_ms(self) -> int:
        return sum(map(len, self._heard)) * 1000 // SAMPLE_RATE_HZ

    def _read(self, heard_ms: int | None) -> None:
        """Of all that was heard of the segment; None when it is over."""
        if self._line is None:
            return
        final = tuple(word.text for word in self._line.words)
        words = final if heard_ms is None else self._line.said(heard_ms)
        self._whisper.read(np.concatenate(self._heard), words)
