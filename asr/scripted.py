"""A speech engine that says its script."""

from asr.engine import AUTO, Mono
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Word, spelled_out


class ScriptedEngine:
    """Hears the words of its script wherever their middle lies in a speech segment.

    For tests, or to show the rest of Scribe without a model; the audio decides only when.
    """

    def __init__(self, words: tuple[Word, ...], language: str = "en") -> None:
        self._words = tuple(sorted(words, key=lambda word: word.start_ms))
        self._language = language

    @property
    def name(self) -> str:
        return "scripted"

    def listen(self, language: str = AUTO) -> "ScriptedListener":
        """The script decides the language, whichever is asked for."""
        return ScriptedListener(self._words, self._language)


class ScriptedListener:
    """Reads the script along with one stream."""

    def __init__(self, words: tuple[Word, ...], language: str) -> None:
        self._words = words
        self._language = language
        self._start_ms = 0
        self._samples = 0

    @property
    def language(self) -> str:
        return self._language

    def begin(self, start_ms: int) -> None:
        self._start_ms = start_ms
        self._samples = 0

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        self._samples += len(samples)
        return spelled_out(self._said())

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        return self._said()

    def _said(self) -> tuple[Word, ...]:
        now_ms = self._start_ms + self._samples * 1000 // SAMPLE_RATE_HZ
        return tuple(
            word
            for word in self._words
            if self._start_ms <= (word.start_ms + word.end_ms) // 2 < now_ms
        )
