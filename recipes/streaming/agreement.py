"""LocalAgreement-2 over a buffer of audio that is read anew at every pass.

After Macháček et al. 2023, "Turning Whisper into Real-Time Transcription System", and the authors'
program whisper_streaming: words are final once two passes in a row agree on them; the buffer is
trimmed at the end of a segment or sentence when it is longer than 15 s; final text before the
buffer is the prompt. Where the program was weaker than need be, this is not: words are compared
without case or punctuation, the end of speech gets a pass of its own, and a long buffer without a
segment or sentence that has ended is cut after the last final word.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from asr.engine import Mono
from asr.stabilize import normal
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word

PER_MS = SAMPLE_RATE_HZ // 1000
TRIM_MS = 15_000
TOLERANCE_MS = 100
"""Words that begin this long before the end of the last final word may still be new."""
OVERLAP_MS, OVERLAP_WORDS = 1000, 5
"""New words this near the last final word may repeat up to so many final words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pass found: words, and where its segments end; times from the start of the audio."""

    words: tuple[Word, ...]
    segment_ends_ms: tuple[int, ...]


Read = Callable[[Mono, str], Reading]
"""A pass over audio, after a prompt that may be empty."""


class LocalAgreement:
    """Hears the stretches of speech of one recording, one after the other.

    `prompt_characters` is how much final text before the buffer a pass is told; 0: nothing.
    """

    def __init__(self, read: Read, prompt_characters: int) -> None:
        self._read = read
        self._prompt_characters = prompt_characters
        self._final: list[Word] = []
        self.begin(0)

    @property
    def fresh_ms(self) -> int:
        """How much audio has come since the last pass."""
        return (len(self._audio) - self._read_samples) // PER_MS

    @property
    def tail(self) -> tuple[Word, ...]:
        """What the last pass heard after the final words."""
        return self._tail

    def begin(self, start_ms: int) -> None:
        """A stretch of speech starts at this time of the recording."""
        self._audio = np.zeros(0, np.int16)
        self._offset_ms = self._final_until_ms = start_ms
        self._read_samples = 0
        self._tail: tuple[Word, ...] = ()

    def feed(self, samples: Mono) -> None:
        """The stretch goes on."""
        self._audio = np.concatenate((self._audio, samples))

    def step(self) -> tuple[Word, ...]:
        """Make a pass over the buffer; returns the words that are final by it."""
        self._read_samples = len(self._audio)
        reading = self._read(self._audio, self._prompt())
        words = tuple(
            replace(w, start_ms=w.start_ms + self._offset_ms, end_ms=w.end_ms + self._offset_ms)
            for w in reading.words
        )
        fresh = self._new(words)
        count = agreed(self._tail, fresh)
        self._tail = fresh[count:]
        self._settle(fresh[:count])
        if len(self._audio) > TRIM_MS * PER_MS:
            # The last segment has not ended: the buffer has.
            self._trim(tuple(end + self._offset_ms for end in reading.segment_ends_ms[:-1]))
        return fresh[:count]

    def finish(self) -> tuple[Word, ...]:
        """The stretch is over: make a last pass if it has not been heard to the end; the rest."""
        words = self.step() if self.fresh_ms else ()
        rest = self._tail
        self._tail = ()
        self._settle(rest)
        return words + rest

    def _settle(self, words: tuple[Word, ...]) -> None:
        self._final += words
        if words:
            self._final_until_ms = words[-1].end_ms

    def _new(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words after those that are final: later, and not a repetition of the last few."""
        until_ms = self._final_until_ms
        new = tuple(w for w in words if w.start_ms > until_ms - TOLERANCE_MS)
        if not new or abs(new[0].start_ms - until_ms) >= OVERLAP_MS:
            return new
        before = [w for w in self._final[-OVERLAP_WORDS:] if w.end_ms > self._offset_ms]
        for count in range(1, min(len(before), len(new)) + 1):
            if texts(before[-count:]) == texts(new[:count]):
                return new[count:]
        return new

    def _trim(self, segment_ends_ms: tuple[int, ...]) -> None:
        """Let the buffer begin at the last end of a segment or sentence that is final."""
        final = [word for word in self._final if word.end_ms > self._offset_ms]
        if not final:
            return
        sentences = (word.end_ms for word in final if word.text[-1:] in ".?!")
        ends = [
            e for e in (*segment_ends_ms, *sentences) if self._offset_ms < e <= final[-1].end_ms
        ]
        cut_ms = max(ends, default=final[-1].end_ms)
        gone = (cut_ms - self._offset_ms) * PER_MS
        self._audio = self._audio[gone:]
        self._read_samples -= gone
        self._offset_ms = cut_ms

    def _prompt(self) -> str:
        """The last final words before the buffer, of no more than so many characters in all."""
        found = ""
        for word in reversed(self._final):
            if word.end_ms > self._offset_ms:
                continue
            if len(word.text) + 1 + len(found) > self._prompt_characters:
                break
            found = f"{word.text} {found}"
        return found.strip()


def agreed(before: tuple[Word, ...], now: tuple[Word, ...]) -> int:
    """How many words at the start are the same in both."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if normal(old.text) != normal(new.text):
            break
        count += 1
    return count


def texts(words: list[Word] | tuple[Word, ...]) -> list[str]:
    return [normal(word.text) for word in words]
