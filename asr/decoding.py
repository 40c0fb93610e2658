"""Passes of a Whisper model over windows of audio, several windows at a time.

A pass decodes, a partial one greedily, then aligns what it found with the audio, which gives times
and the probability of each token. CTranslate2 decodes text tokens that are forced one by one, as
dear as new ones, but takes a prompt before the start in one step (measured in recipes/streaming):
so words that are settled become the prompt, while the window begins after them.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import ctranslate2
import numpy as np

from asr.language import Opinion
from asr.mel import Frames

PADDED_FRAMES = 3000
"""30 s: what stock models were trained on."""
GRID_FRAMES = 64
"""Cropped windows have a whole multiple of this length, 0.64 s: few sizes, and batches."""
LONGEST_TOKENS = 448
MARGIN_TOKENS = 8
FINAL_BEAM = 5
"""openai/whisper's (transcribe.py). Finals have it always, so that load cannot change them."""


@dataclass(frozen=True, slots=True)
class Window:
    """Normalised frames (frames, bands) float32, `heard` of them audio, the rest padding."""

    frames: Frames
    heard: int


class Kind(StrEnum):
    """What a pass is for; `DETECT` asks for the language only."""

    DETECT = "detect"
    PARTIAL = "partial"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Pass:
    """What a session asks: read this window.

    `prompt`: the start of previous text with its tokens, or nothing. `start`: the tokens from the
    start of transcript to the task. `most_tokens`: more than can be said in the window.
    """

    kind: Kind
    window: Window
    start: tuple[int, ...] = ()
    most_tokens: int = 0
    prompt: tuple[int, ...] = ()

    @property
    def group(self) -> object:
        """Passes of one group may go together: `start` must stand at one place in a batch.

        What is final must not depend on who else is talking, so only windows of one size go
        together there; partial windows are padded to the longest.
        """
        size = len(self.window.frames)
        if self.kind is Kind.PARTIAL:
            size //= 4 * GRID_FRAMES
        return self.kind, size, self.start, len(self.prompt)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pass found.

    `tokens` of text, the `probabilities` of each, the `frames` (20 ms) at which each begins, and in
    one frame more the end. `no_speech` is the probability that nobody spoke, `log_prob` the mean
    natural log probability of the tokens with the end of text, as in openai/whisper (decoding.py).
    `opinion` answers `DETECT`.
    """

    tokens: tuple[int, ...]
    no_speech: float = 0.0
    probabilities: tuple[float, ...] = ()
    frames: tuple[int, ...] = ()
    log_prob: float = 0.0
    opinion: Opinion | None = None


class Alignment(Protocol):
    """CTranslate2's result: (token, encoder frame) pairs, and each token's probability."""

    alignments: list[tuple[int, int]]
    text_token_probs: list[float]


class Decoder:
    """Runs batches of passes on a model; see `asr.dispatch`. Stateless between batches."""

    def __init__(self, model: ctranslate2.models.Whisper, no_timestamps: int, end: int) -> None:
        self._model = model
        self._no_timestamps = no_timestamps
        self._end = end

    def run(self, passes: tuple[Pass, ...]) -> tuple[Reading, ...]:
        """All of one group."""
        encoded = self._encode(passes)
        if passes[0].kind is Kind.DETECT:
            return self._detect(passes, encoded)
        found = self._generate(passes, encoded)
        aligned = self._align(passes, [reading.tokens for reading in found], encoded)
        return tuple(
            replace(
                reading,
                probabilities=tuple(
                    float(p) for p in alignment.text_token_probs[: len(reading.tokens)]
                ),
                frames=first_frames(alignment.alignments, len(reading.tokens), item.window.heard),
            )
            for item, reading, alignment in zip(passes, found, aligned, strict=True)
        )

    def _encode(self, passes: tuple[Pass, ...]) -> ctranslate2.StorageView:
        longest = max(len(p.window.frames) for p in passes)
        bands = passes[0].window.frames.shape[1]
        batch = np.zeros((len(passes), bands, longest), dtype=np.float32)
        for row, item in zip(batch, passes, strict=True):
            row[:, : len(item.window.frames)] = item.window.frames.T
        return self._model.encode(ctranslate2.StorageView.from_array(batch))

    def _detect(
        self, passes: tuple[Pass, ...], encoded: ctranslate2.StorageView
    ) -> tuple[Reading, ...]:
        found = self._model.detect_language(encoded)
        return tuple(
            Reading((), opinion=Opinion(best[0][0][2:-2], best[0][1], item.window.heard * 10))
            for item, best in zip(passes, found, strict=True)
        )

    def _generate(
        self, passes: tuple[Pass, ...], encoded: ctranslate2.StorageView
    ) -> list[Reading]:
        """What is read, not aligned yet."""
        prompts = [[*item.prompt, *item.start, self._no_timestamps] for item in passes]
        before = len(prompts[0])
        rooms = [min(LONGEST_TOKENS - before, p.most_tokens + MARGIN_TOKENS) for p in passes]
        results = self._model.generate(
            encoded,
            prompts,
            beam_size=FINAL_BEAM if passes[0].kind is Kind.FINAL else 1,
            # CTranslate2 stops at half of it, or at what the prompt but for its last token leaves.
            max_length=max(2 * max(rooms), max(rooms) + before - 1),
            return_no_speech_prob=True,
            return_scores=True,
        )
        found = []
        for result, room in zip(results, rooms, strict=True):
            said = result.sequences_ids[0]
            # The score is that of all tokens with the end, by their number without it.
            log_prob = result.scores[0] * len(said) / (len(said) + 1) if said else 0.0
            tokens = tuple(token for token in said if token < self._end)[:room]
            found.append(Reading(tokens, result.no_speech_prob, log_prob=log_prob))
        return found

    def _align(
        self,
        passes: tuple[Pass, ...],
        texts: list[tuple[int, ...]],
        encoded: ctranslate2.StorageView,
    ) -> list[Alignment]:
        found: list[Alignment] = self._model.align(
            encoded,
            list(passes[0].start),
            [list(text) for text in texts],
            [max(2, item.window.heard) for item in passes],
        )
        return found


def first_frames(path: list[tuple[int, int]], tokens: int, heard: int) -> tuple[int, ...]:
    """The encoder frame at which each token begins, and the end; a path of (token, frame) pairs."""
    last = -(-heard // 2)
    found = [last] * (tokens + 1)
    for token, frame in reversed(path):
        if token <= tokens:
            found[token] = min(frame, last)
    return tuple(found)
