"""Which language is spoken: settled on enough speech, changed only on good evidence."""

from dataclasses import dataclass

CERTAIN = 0.8
"""Probability at which a first language is settled (reference: streaming Whisper practice)."""
SPEECH_MS = 3000
"""On less speech than this nothing is settled or changed: a cough is not a language."""
AT_ONCE = 0.95
"""Probability at which a single turn changes the language."""
TURNS = 2
"""Otherwise so many turns in a row must be heard in the same other language."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model thinks of a stretch of speech."""

    language: str
    probability: float
    speech_ms: int


class SpokenLanguage:
    """The language of one stream, from the opinions on its stretches of speech in their order."""

    def __init__(self, fallback: str) -> None:
        """`fallback` is what is assumed before anything was heard."""
        self._settled: str | None = None
        self._guess = fallback
        self._other = ""
        self._turns = 0

    @property
    def current(self) -> str:
        return self._settled or self._guess

    @property
    def is_settled(self) -> bool:
        return self._settled is not None

    def hear(self, opinion: Opinion) -> str:
        """Take an opinion; returns the language that this stretch should be read in."""
        enough = opinion.speech_ms >= SPEECH_MS
        if self._settled is None:
            self._guess = opinion.language
            if enough and opinion.probability >= CERTAIN:
                self._settled = opinion.language
        elif enough:
            self._reconsider(opinion)
        return self.current

    def _reconsider(self, opinion: Opinion) -> None:
        if opinion.language == self._settled or opinion.probability < CERTAIN:
            self._other, self._turns = "", 0
            return
        self._turns = self._turns + 1 if opinion.language == self._other else 1
        self._other = opinion.language
        if opinion.probability >= AT_ONCE or self._turns >= TURNS:
            self._settled, self._other, self._turns = opinion.language, "", 0
