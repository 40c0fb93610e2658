"""Our Whisper engine over a model of random weights, which says a script.

All of Scribe's own code runs: voice detector, segments, Mel spectra, the listener with its cadence,
the dispatcher, the decoder. Each pass is run on the model with the window, the forced tokens, the
number of new tokens that the script asks for; only what the model answers is then exchanged for the
words of the script.
"""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import takewhile

import ctranslate2
import numpy as np
from numpy.typing import NDArray

from asr.decoding import MARGIN_TOKENS, Pass, Reading
from asr.dispatch import Dispatcher, Urgency
from asr.engine import Mono
from asr.hearing import Submit, WhisperListener
from asr.language import SpokenLanguage
from asr.stabilize import Piece, Stabilizer
from recipes.streaming.rehearsal import LANGUAGE, Line, Script
from recipes.streaming.rehearsed_tokens import UNSAID, Lexicon
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word

FRAME_MS = 20
UNSETTLED_FRAMES = 50
"""The words of the last second are not settled yet."""
SURE = 0.95
SAID = 1
"""A token that may stand for any other."""

Shared = Dispatcher[Pass, Reading]


@dataclass(frozen=True, slots=True)
class Written:
    """As CTranslate2 gives what it generated."""

    sequences_ids: tuple[tuple[int, ...]]
    no_speech_prob: float


@dataclass(frozen=True, slots=True)
class Aligned:
    """As CTranslate2 gives an alignment."""

    text_token_probs: tuple[float, ...]
    alignments: list[tuple[int, int]]


class AgreeableWhisper:
    """A model that is sure of every proposed token but `UNSAID`, as slow as the real one.

    A decoder over it runs the passes of a model that understands. Where passes of one batch want
    different numbers of tokens, all are charged for the most, finals also for a second alignment.
    """

    def __init__(self, model: ctranslate2.models.Whisper) -> None:
        self._model = model

    def encode(self, features: ctranslate2.StorageView) -> ctranslate2.StorageView:
        return self._model.encode(features)

    def generate(
        self, encoded: ctranslate2.StorageView, prompts: list[list[int]], **options: object
    ) -> list[Written]:
        """The last token that the model writes stands for the end of the text."""
        found = self._model.generate(encoded, prompts, **options)
        return [Written(((SAID,) * (len(r.sequences_ids[0]) - 1),), 0.0) for r in found]

    def align(
        self,
        encoded: ctranslate2.StorageView,
        start: list[int],
        texts: list[list[int]],
        frames: list[int],
    ) -> list[Aligned]:
        found = self._model.align(encoded, start, texts, frames)
        return [
            Aligned(tuple(SURE * (token != UNSAID) for token in text), real.alignments)
            for text, real in zip(texts, found, strict=True)
        ]


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
        answer: Future[Reading] = Future()
        if urgency is Urgency.FINAL:
            answer.set_result(self._finally(asked))
        elif asked.is_final:
            self._engine.read(asked, urgency)
            answer.set_result(self._timed(asked))
        else:
            answer.set_result(self._partly(asked))
        return answer

    def _partly(self, asked: Pass) -> Reading:
        """What the script says now after the words that are settled."""
        said = self._line.said(self._heard_ms)[len(self._settled.settled) :]
        tail = self._engine.tokens(said)
        self._engine.read(writing(asked, asked.forced, len(tail)), Urgency.PARTIAL)
        spoken = zip(said, map(self._engine.tokens, zip(said)), strict=True)
        self._settled.accept(tuple(Piece(f" {word}", tokens) for word, tokens in spoken))
        return Reading(tail)

    def _finally(self, asked: Pass) -> Reading:
        """The final words, of which the proposal has some right."""
        words = self._line.words
        tokens = self._engine.tokens(tuple(word.text for word in words))
        right = agreed(asked.forced, tokens)
        offered = asked.forced[:right] + (UNSAID,) * (len(asked.forced) - right)
        self._engine.read(
            writing(replace(asked, forced=offered), asked.forced[:right], len(tokens) - right),
            Urgency.FINAL,
        )
        frames: list[int] = []
        for word in words:
            count = len(self._engine.tokens((word.text,)))
            edges_ms = np.linspace(word.start_ms, word.end_ms, count, endpoint=False)
            frames += [int(ms - self._line.start_ms) // FRAME_MS for ms in edges_ms]
        last = (words[-1].end_ms - self._line.start_ms) // FRAME_MS if words else 0
        return Reading(tokens, 0.0, (SURE,) * len(tokens), (*frames, last))

    def _timed(self, asked: Pass) -> Reading:
        """Settled words spread evenly over the window, less the last second."""
        last = max(asked.window.heard // 2 - UNSETTLED_FRAMES, 0)
        frames = np.linspace(0, last, len(asked.forced) + 1).astype(int)
        probabilities = (SURE,) * len(asked.forced)
        return Reading(asked.forced, 0.0, probabilities, tuple(map(int, frames)))


def agreed(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many tokens at the start are the same."""
    same = (a == b for a, b in zip(one, other, strict=False))
    return sum(1 for _ in takewhile(bool, same))


def writing(asked: Pass, kept: tuple[int, ...], tokens: int) -> Pass:
    """The pass, allowed to write so many tokens after those kept, with the end of the text."""
    return replace(asked, most_tokens=len(kept) + tokens + 1 - MARGIN_TOKENS)
