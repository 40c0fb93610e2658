"""What the core asks of the parts that are plugged into it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scribe.code import Coding
from scribe.note import Note
from scribe.transcript import Speaker, Transcript, Utterance

SAMPLE_RATE_HZ = 16_000

NOT_LIVE_MS = 24 * 3600 * 1000
"""So much audio waits, as far as hypotheses go, where a whole recording is heard."""

Samples = NDArray[np.int16]
"""Audio at 16 kHz, shape (samples, channels), int16."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What may have been said since `start_ms`; replaces its predecessor and is never stored."""

    start_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A stretch that was listened to is over and holds no words; an empty final result."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """A later and better opinion of who said what: speaker by utterance id, roles by speaker."""

    utterances: tuple[tuple[str, str], ...]
    speakers: tuple[Speaker, ...]


Recognized = Hypothesis | Utterance | Unspoken | Attribution
"""An `Utterance` is final: its text and times never change, only an `Attribution` may follow."""


class Recognizer(Protocol):
    """Hears one recording. Belongs to one session; results do not depend on how audio is cut."""

    @property
    def engine(self) -> str:
        """The engine's name, such as `sphinx` or `whisper:small`."""
        ...

    @property
    def language(self) -> str:
        """BCP 47 tag of the language heard so far."""
        ...

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        """Take the next samples; any number, also none.

        `behind_ms` is how much audio waits after them. It decides about hypotheses alone.
        """
        ...

    def flush(self) -> Iterator[Recognized]:
        """Say all that is left; the recording has ended."""
        ...


class Attributor(Protocol):
    """Hears a whole recording again, once it has ended, to say better who said what."""

    def __call__(
        self, utterances: tuple[Utterance, ...], language: str, chunks: Iterable[Samples]
    ) -> Attribution | None:
        """None when nothing changes. `language`: the BCP 47 tag of what was said.

        `chunks` are the recording from its first sample.
        """
        ...


class Writer(Protocol):
    """Drafts a note; an empty one (`Note.is_empty`) when there is nothing to document."""

    def __call__(self, transcript: Transcript, template: str) -> Note: ...


class Coder(Protocol):
    """Suggests codes that are valid on the date of service."""

    def __call__(self, note: Note, transcript: Transcript, date_of_service: date) -> Coding: ...
