"""From a model's tokens to words with times and confidences."""

from dataclasses import replace
from itertools import accumulate
from math import exp, log
from statistics import median

import numpy as np
from faster_whisper.tokenizer import Tokenizer
from numpy.typing import NDArray

from asr.decoding import Reading
from asr.stabilize import Piece, normal
from scribe.transcript import Word

FRAME_MS = 20
LOUD_MS = 10
SMALLEST_PROBABILITY = 1e-6
LONGEST_WORD_MS = 1000
"""Longer words, beyond twice the median, have swallowed a pause."""

UNSPACED = frozenset(("zh", "ja", "th", "lo", "my", "yue"))
"""Languages whose words faster-whisper's tokenizer does not split at spaces."""


class Spelling:
    """A tokenizer set to one language."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._has_spaces = tokenizer.language_code not in UNSPACED
        self.start: tuple[int, ...] = tuple(tokenizer.sot_sequence)
        self.previous: int = tokenizer.sot_prev

    def text(self, tokens: tuple[int, ...]) -> str:
        return str(self._tokenizer.decode(list(tokens))).strip()

    def pieces(self, tokens: tuple[int, ...]) -> tuple[Piece, ...]:
        """The words of the tokens; signs that stand alone belong to the word before them.

        So does, where words have spaces between them, what begins without one.
        """
        if not tokens:
            return ()
        texts, groups = self._tokenizer.split_to_word_tokens(list(tokens))
        found: list[Piece] = []
        for text, group in zip(texts, groups, strict=True):
            goes_on = self._has_spaces and not text.startswith(" ")  # ".5" of "1.5"
            if found and (goes_on or not normal(text)):
                last = found.pop()
                found.append(Piece(last.text + text, (*last.tokens, *group)))
            else:
                found.append(Piece(text, tuple(group)))
        return tuple(found)

    def is_spoken(self, token: int) -> bool:
        """False for a token of punctuation alone. (Part of a letter counts as spoken.)"""
        return bool(normal(self._tokenizer.decode([token])))


def words_of(spelling: Spelling, reading: Reading, start_ms: int) -> tuple[Word, ...]:
    """The words of a final pass over a window that begins at `start_ms`.

    A word ends where its closing sign or the next word begins. Its confidence is the geometric mean
    of the probabilities of its tokens, closing signs left out.
    """
    found = []
    at = 0
    for piece in spelling.pieces(reading.tokens):
        places = range(at, at + len(piece.tokens))
        at += len(piece.tokens)
        text = piece.text.strip()
        if not text:
            continue
        spoken = [i for i in places if spelling.is_spoken(reading.tokens[i])] or list(places)
        logs = [log(max(reading.probabilities[i], SMALLEST_PROBABILITY)) for i in spoken]
        begin_ms = start_ms + reading.frames[spoken[0]] * FRAME_MS
        end_ms = start_ms + reading.frames[spoken[-1] + 1] * FRAME_MS
        confidence = min(1.0, exp(sum(logs) / len(logs)))
        found.append(Word(text, begin_ms, max(begin_ms, end_ms), confidence))
    return tuple(found)


def in_time(words: tuple[Word, ...], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """The words within [start, end], one after the other, none stretched over a pause."""
    if not words:
        return ()
    usual_ms = median(word.end_ms - word.start_ms for word in words)
    longest_ms = max(LONGEST_WORD_MS, 2 * usual_ms)
    inside = (min(max(word.start_ms, start_ms), end_ms) for word in words)
    starts = list(accumulate(inside, max))
    ends = [
        max(start, min(word.end_ms, start + int(longest_ms), after))
        for word, start, after in zip(words, starts, [*starts[1:], end_ms], strict=True)
    ]
    return tuple(
        replace(word, start_ms=start, end_ms=end)
        for word, start, end in zip(words, starts, ends, strict=True)
    )


def in_sound(words: tuple[Word, ...], loud: NDArray[np.bool_], start_ms: int) -> tuple[Word, ...]:
    """The words without the silence at their edges.

    Attention gives a pause to one of its neighbours. `loud` has one entry per 10 ms from `start_ms`
    on; a word without any loud moment stays as it is.
    """
    found = []
    for word in words:
        first = (word.start_ms - start_ms) // LOUD_MS
        heard = np.flatnonzero(loud[first : -(-(word.end_ms - start_ms) // LOUD_MS)])
        if len(heard):
            begin_ms = max(word.start_ms, start_ms + (first + int(heard[0])) * LOUD_MS)
            end_ms = min(word.end_ms, start_ms + (first + int(heard[-1]) + 1) * LOUD_MS)
            word = replace(word, start_ms=begin_ms, end_ms=max(begin_ms, end_ms))
        found.append(word)
    return tuple(found)
