"""Our Whisper engine over a model of random weights, which says a script.

All of Scribe's own code runs: voice detector, segments, Mel spectra, the listener with its cadence,
the dispatcher, the decoder. Each pass is run on the model with its window, its prompt, as many new
tokens as the script asks for, then aligned; only what the model answers is exchanged for the words
of the script.
"""

from concurrent.futures import Future
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from asr.decoding import MARGIN_TOKENS, Kind, Pass, Reading
from asr.dispatch import Dispatcher, Urgency
from asr.engine import Mono
from asr.hearing import Submit, WhisperListener
from asr.language import SpokenLanguage
from asr.stabilize import Piece, Stabilizer
from recipes.streaming.rehearsal import LANGUAGE, Line, Script
from recipes.streaming.rehearsed_tokens import Lexicon
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word

FRAME_MS = 20
SURE = 0.95

Shared = Dispatcher[Pass, Reading]


class RehearsedEngine:
    """One session's way to the shared model. Implements `asr.engine.Engine`.

    The session hears the recording of the script from `offset_ms` on, round and round.
    """

    def __init__(
        self,
        script: Script,
        lexicon: Lexicon,
        shared: Shared,
        filters: NDArray[np.float32],
        offset_ms: int,
        crops: bool,
    ) -> None:
        self._script, self._lexicon, self._shared = script, lexicon, shared
        self._filters, self._offset_ms, self._crops = filters, offset_ms, crops
        self.endpoints_ms: list[int] = []
        """Where segments ended, in the time of the session; whoever has seen to them clears it."""
        self.partials = 0

    @property
    def name(self) -> str:
        return "rehearsed"

    def listen(self, language: str = LANGUAGE) -> "RehearsedListener":
        return RehearsedListener(self)

    def inner(self, submit: Submit) -> WhisperListener:
        """The listener that is measured."""
        spoken = SpokenLanguage(LANGUAGE)
        tokenizer = self._lexicon.tokenizer
        return WhisperListener(submit, tokenizer, self._filters, spoken, False, self._crops)

    def line(self, start_ms: int) -> Line:
        return self._script.line((start_ms + self._offset_ms) % self._script.length_ms)

    def read(self, asked: Pass, urgency: Urgency) -> None:
        """Run a pass on the model for what it costs."""
        self.partials += urgency is Urgency.PARTIAL
        self._shared.submit(asked, urgency).result()

    def tokens(self, words: tuple[str, ...]) -> tuple[int, ...]:
        return self._lexicon.tokens(words)


class RehearsedListener:
    """The real listener, whose passes are answered from the script."""

    def __init__(self, engine: RehearsedEngine) -> None:
        self._engine = engine
        self._inner = engine.inner(self._submit)
        self._start_ms = self._heard_ms = 0
        self._line = engine.line(0)
        self._settled = Stabilizer()

    @property
    def language(self) -> str:
        return self._inner.language

    def begin(self, start_ms: int) -> None:
        self._start_ms, self._heard_ms = start_ms, 0
        self._line = self._engine.line(start_ms)
        self._settled = Stabilizer()
        self._inner.begin(start_ms)

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        self._heard_ms += len(samples) * 1000 // SAMPLE_RATE_HZ
        return self._inner.feed(samples, hurry)

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        self._engine.endpoints_ms.append(self._start_ms + self._heard_ms)
        return self._inner.end(peak)

    def _submit(self, asked: Pass, urgency: Urgency) -> "Future[Reading]":
        """Answered at once when the model has done the work: listeners wait for it anyway."""
        reading = self._partly(asked) if asked.kind is Kind.PARTIAL else self._finally(asked)
        answer: Future[Reading] = Future()
        answer.set_result(reading)
        return answer

    def _partly(self, asked: Pass) -> Reading:
        """What the script says now after the settled words, spread evenly over the window."""
        words = self._line.said(self._heard_ms)[len(self._settled.settled) :]
        tokens = self._engine.tokens(words)
        self._engine.read(writing(asked, len(tokens)), Urgency.PARTIAL)
        spoken = zip(words, map(self._engine.tokens, zip(words)), strict=True)
        self._settled.accept(tuple(Piece(f" {word}", own) for word, own in spoken))
        frames = np.linspace(0, asked.window.heard // 2, len(tokens) + 1).astype(int)
        return Reading(tokens, 0.0, (SURE,) * len(tokens), tuple(map(int, frames)))

    def _finally(self, asked: Pass) -> Reading:
        """The final words with their times."""
        words = self._line.words
        tokens = self._engine.tokens(tuple(word.text for word in words))
        self._engine.read(writing(asked, len(tokens)), Urgency.FINAL)
        frames: list[int] = []
        for word in words:
            count = len(self._engine.tokens((word.text,)))
            edges_ms = np.linspace(word.start_ms, word.end_ms, count, endpoint=False)
            frames += [int(ms - self._line.start_ms) // FRAME_MS for ms in edges_ms]
        last = (words[-1].end_ms - self._line.start_ms) // FRAME_MS if words else 0
        return Reading(tokens, 0.0, (SURE,) * len(tokens), (*frames, last))


def writing(asked: Pass, tokens: int) -> Pass:
    """The pass, allowed to write so many tokens with the end of the text.

    A model that never ends by itself writes just as many, a batch as many as its longest. What
    stands for the end is aligned too, which real passes save.
    """
    return replace(asked, most_tokens=tokens + 1 - MARGIN_TOKENS)
