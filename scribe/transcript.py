"""Who said what, when.

Times are whole milliseconds from the first sample of the recording.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    """What a speaker is in the encounter."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the recording, end exclusive."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"span must satisfy 0 <= start <= end, got {self}")

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlap_ms(self, other: "Span") -> int:
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word; `confidence` is the probability in [0, 1] that it is right."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:  # false for NaN too
            raise ValueError(f"confidence must be in [0, 1], got {self.confidence}")
        Span(self.start_ms, self.end_ms)

    @property
    def span(self) -> Span:
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of the recording (`S1`, `S2`, ...) and its role."""

    id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one speaker said without a change of speaker.

    A transcript that was typed has neither times (both 0) nor words.
    """

    id: str
    speaker: str
    role: Role
    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()

    def __post_init__(self) -> None:
        Span(self.start_ms, self.end_ms)

    @property
    def span(self) -> Span:
        return Span(self.start_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class Transcript:
    """The utterances of a recording in the order in which they began.

    `language` is a BCP 47 tag. `audio_ms` is the recording's length and `elapsed_ms` the
    time that recognising it took; both are 0 for a transcript that was typed.
    """

    language: str
    engine: str
    audio_ms: int
    elapsed_ms: int
    utterances: tuple[Utterance, ...]

    @property
    def text(self) -> str:
        return " ".join(utterance.text for utterance in self.utterances)

    def utterance(self, utterance_id: str) -> Utterance | None:
        return next((u for u in self.utterances if u.id == utterance_id), None)


def with_roles(
    utterances: Iterable[Utterance], speakers: Iterable[Speaker]
) -> tuple[Utterance, ...]:
    """The same utterances with the role that each one's speaker has now."""
    roles = {speaker.id: speaker.role for speaker in speakers}
    return tuple(replace(u, role=roles.get(u.speaker, u.role)) for u in utterances)


def spelled_out(words: Iterable[Word]) -> str:
    """The words as text, with spaces between them but where Chinese or Japanese has none."""
    text = ""
    for word in words:
        if text and not (_is_unspaced(text[-1]) and _is_unspaced(word.text[:1])):
            text += " "
        text += word.text
    return text


def _is_unspaced(letter: str) -> bool:
    """Kana, Han, or the punctuation that goes with them."""
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
