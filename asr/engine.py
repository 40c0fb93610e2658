"""What a speech engine promises the recogniser.

An `Engine` is a loaded model, shared by all sessions. A `Listener` is what one audio stream needs
of it: `begin` at the start of a speech segment, `feed` frame by frame, `end` for the final words.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scribe.transcript import Word

AUTO = "auto"

Mono = NDArray[np.int16]
"""One channel of audio at 16 kHz, shape (samples,), int16."""


def primary(language: str) -> str:
    """The primary subtag of a BCP 47 tag: `en` of `en-US`."""
    return language.partition("-")[0].lower()


class Listener(Protocol):
    """Hears the speech segments of one stream, one after the other. Not thread-safe."""

    @property
    def language(self) -> str:
        """BCP 47 tag of the language heard so far."""
        ...

    def begin(self, start_ms: int) -> None:
        """A speech segment starts at this time of the stream."""
        ...

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        """Take the segment's next samples; return what may have been said since `begin`.

        In a `hurry`, since more audio waits, nothing is done that final words do not need.
        """
        ...

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        """The segment is over: its final words, timed from the stream's first sample.

        `peak` is the voice detector's highest probability of speech in it.
        """
        ...


class Engine(Protocol):
    """A loaded model."""

    @property
    def name(self) -> str:
        """Such as `sphinx` or `whisper:small`."""
        ...

    def listen(self, language: str = AUTO) -> Listener:
        """Start hearing a stream in this language, a BCP 47 tag or `auto` to detect it.

        Raises InputError when the model does not know the language.
        """
        ...
