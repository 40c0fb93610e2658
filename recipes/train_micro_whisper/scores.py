"""How well an exported model does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Errors by 100 words (Chinese: letters) of one voice, for each way of hearing it.

    `cropped`: Scribe's engine on windows as long as the speech. `padded`: the same on windows of
    30 s. `stock`: `transcribe` of faster-whisper as it comes. `is_heard`: the voice is in training.
    """

    voice: str
    language: str
    is_heard: bool
    sentences: int
    cropped: float
    padded: float
    stock: float


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds per second of audio, for each way of hearing it."""

    cropped: float
    padded: float
    stock: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    scores: tuple[Score, ...]
    cpu_per_audio_s: Cost
