"""What a small model says of a recording at every moment, written down to be said again.

A model of random weights costs what a real one costs, but says nothing. To replay what real speech
costs, the passes of a session must be over the audio, and of the length, that they would have if it
understood: the words come from this script.
"""

from dataclasses import dataclass

import numpy as np

from asr.embedding import VoiceSpace
from asr.engine import Engine, Listener, Mono
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.vad import Vad
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word

LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Moment:
    """What the model says of a segment when it has heard this much of it."""

    heard_ms: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A segment of the recording: what is said of it while it goes on, and its final words.

    Word times are from the first sample of the recording.
    """

    start_ms: int
    end_ms: int
    moments: tuple[Moment, ...]
    words: tuple[Word, ...]

    def said(self, heard_ms: int) -> tuple[str, ...]:
        """The words of the last moment up to then."""
        found: tuple[str, ...] = ()
        for moment in self.moments:
            if moment.heard_ms <= heard_ms:
                found = moment.words
        return found


@dataclass(frozen=True, slots=True)
class Script:
    """The lines of a recording in their order, at least one; `length_ms` of the whole."""

    lines: tuple[Line, ...]
    length_ms: int

    def line(self, at_ms: int) -> Line:
        """The one that begins nearest to this time; the recording goes round and round."""

        def distance_ms(line: Line) -> int:
            apart = abs(line.start_ms - at_ms) % self.length_ms
            return min(apart, self.length_ms - apart)

        return min(self.lines, key=distance_ms)


def rehearse(engine: Engine, audio: Mono) -> Script:
    """The script of a recording, from a model that understands it.

    Raises ValueError when nothing is heard in it.
    """
    prompter = _Prompter(engine)
    session = StreamingRecognizer(
        prompter, Vad(), VoiceSpace(), RoleClassifier(), language=LANGUAGE
    )
    session.push(audio[:, np.newaxis])
    session.flush()
    if not any(line.words for line in prompter.lines):
        raise ValueError(f"{engine.name}: expected it to hear words in the recording, found none")
    return Script(tuple(prompter.lines), len(audio) * 1000 // SAMPLE_RATE_HZ)


class _Prompter:
    """An engine that writes down what another one says."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.lines: list[Line] = []

    @property
    def name(self) -> str:
        return self._engine.name

    def listen(self, language: str = LANGUAGE) -> Listener:
        return _Noting(self._engine, self.lines)


class _Noting:
    """Reads all of the segment anew whenever more of it has come."""

    def __init__(self, engine: Engine, lines: list[Line]) -> None:
        self._engine = engine
        self._lines = lines
        self._start_ms = 0
        self._heard: list[Mono] = []
        self._moments: list[Moment] = []

    @property
    def language(self) -> str:
        return LANGUAGE

    def begin(self, start_ms: int) -> None:
        self._start_ms, self._heard, self._moments = start_ms, [], []

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        self._heard.append(samples)
        words = tuple(word.text for word in self._read(peak=1.0))
        self._moments.append(Moment(self._heard_ms(), words))
        return " ".join(words)

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        words = self._read(peak)
        end_ms = self._start_ms + self._heard_ms()
        self._lines.append(Line(self._start_ms, end_ms, tuple(self._moments), words))
        return words

    def _heard_ms(self) -> int:
        return sum(map(len, self._heard)) * 1000 // SAMPLE_RATE_HZ

    def _read(self, peak: float) -> tuple[Word, ...]:
        listener = self._engine.listen(LANGUAGE)
        listener.begin(self._start_ms)
        listener.feed(np.concatenate(self._heard), hurry=True)
        return listener.end(peak)
