"""Passes of a Whisper model over windows of audio, several windows at a time.

A partial pass forces the words that are settled already, so that only the tail is decoded. A final
pass gives what greedy decoding of the whole window gives, at the price of a partial one: the last
partial result is put before the model in one step, and whatever of it has a probability over one
half is what greedy decoding would have chosen; only what follows is decoded.
"""

import math
from dataclasses import dataclass
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
CERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Window:
    """Normalised frames (frames, bands) float32, `heard` of them audio, the rest padding."""

    frames: Frames
    heard: int


@dataclass(frozen=True, slots=True)
class Pass:
    """What a session asks: read this window.

    `start`: the tokens up to and with the task. `forced`: tokens that are settled (partial) or
    proposed (final). `most_tokens`: more than can be said in the window. `detect` asks for the
    language only.
    """

    window: Window
    start: tuple[int, ...]
    forced: tuple[int, ...]
    most_tokens: int
    is_final: bool = False
    detect: bool = False

    @property
    def group(self) -> object:
        """Passes of one group may go together: `start` must have one length in a batch.

        What is final must not depend on who else is talking, so only windows of one size go
        together there; partial windows are padded to the longest.
        """
        if self.detect:
            return "detect", len(self.window.frames)
        if self.is_final:
            return "final", len(self.window.frames), self.start
        return "partial", len(self.start), len(self.window.frames) // (4 * GRID_FRAMES)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pass found.

    `tokens`: text tokens (after `forced` when partial). Of a final pass besides: `probabilities`
    and first `frames` (20 ms) of each token, and of the end in one frame more. `no_speech` is the
    probability that nobody spoke. `opinion` answers `detect`.
    """

    tokens: tuple[int, ...]
    no_speech: float = 0.0
    probabilities: tuple[float, ...] = ()
    frames: tuple[int, ...] = ()
    opinion: Opinion | None = None

    @property
    def log_prob(self) -> float:
        """Mean natural log probability of the tokens of a final pass."""
        if not self.probabilities:
            return 0.0
        return sum(math.log(max(p, 1e-6)) for p in self.probabilities) / len(self.probabilities)


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
        if passes[0].detect:
            return self._detect(passes, encoded)
        if passes[0].is_final:
            return self._finals(passes, encoded)
        found = self._generate(passes, [p.forced for p in passes], encoded)
        return tuple(Reading(tokens, no_speech) for tokens, no_speech in found)

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
        self,
        passes: tuple[Pass, ...],
        prefixes: list[tuple[int, ...]],
        encoded: ctranslate2.StorageView,
    ) -> list[tuple[tuple[int, ...], float]]:
        """The tokens after each prefix, and the probability of no speech."""
        prompts = [
            [*item.start, self._no_timestamps, *prefix]
            for item, prefix in zip(passes, prefixes, strict=True)
        ]
        # Of the whole text, so that what a final pass says does not depend on what it was offered.
        rooms = [
            min(LONGEST_TOKENS - len(prompt), item.most_tokens + MARGIN_TOKENS - len(prefix))
            for item, prompt, prefix in zip(passes, prompts, prefixes, strict=True)
        ]
        if max(rooms) <= 0:
            return [((), 0.0)] * len(passes)
        # CTranslate2 counts the prefix, and gives it back before what follows.
        most = max(room + len(prefix) for room, prefix in zip(rooms, prefixes, strict=True))
        results = self._model.generate(
            encoded,
            prompts,
            beam_size=1,
            # CTranslate2 stops at half of it, or at what a prompt before the start leaves of it.
            max_length=max(2 * most, most + max(len(item.start) for item in passes)),
            return_no_speech_prob=True,
            suppress_blank=not any(prefixes),
        )
        return [
            (
                tuple(t for t in r.sequences_ids[0][len(prefix) :] if t < self._end)[
                    : max(room, 0)
                ],
                r.no_speech_prob,
            )
            for r, prefix, room in zip(results, prefixes, rooms, strict=True)
        ]

    def _finals(
        self, passes: tuple[Pass, ...], encoded: ctranslate2.StorageView
    ) -> tuple[Reading, ...]:
        proposals = [item.forced[: LONGEST_TOKENS // 2] for item in passes]
        aligned = self._align(passes, proposals, encoded) if any(proposals) else None
        sure = [
            _sure(proposal, aligned[i].text_token_probs) if aligned else ()
            for i, proposal in enumerate(proposals)
        ]
        found = self._generate(passes, sure, encoded)
        texts = [(*prefix, *tail) for prefix, (tail, _) in zip(sure, found, strict=True)]
        if aligned is None or texts != proposals:
            aligned = self._align(passes, texts, encoded)
        return tuple(
            Reading(
                text,
                no_speech,
                tuple(float(p) for p in alignment.text_token_probs[: len(text)]),
                first_frames(alignment.alignments, len(text), item.window.heard),
            )
            for item, text, (_, no_speech), alignment in zip(
                passes, texts, found, aligned, strict=True
            )
        )

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


def _sure(proposal: tuple[int, ...], probabilities: list[float]) -> tuple[int, ...]:
    """The proposal up to the first token that greedy decoding might not have chosen."""
    for index, probability in enumerate(probabilities[: len(proposal)]):
        if probability <= CERTAIN:
            return proposal[:index]
    return proposal


def first_frames(path: list[tuple[int, int]], tokens: int, heard: int) -> tuple[int, ...]:
    """The encoder frame at which each token begins, and the end; a path of (token, frame) pairs."""
    last = -(-heard // 2)
    found = [last] * (tokens + 1)
    for token, frame in reversed(path):
        if token <= tokens:
            found[token] = min(frame, last)
    return tuple(found)
