"""What a live connection says besides the encounter's events.

Server to client: `Ready`, then `Acknowledged`, `Partial`, `Unspoken`, `Problem` and events, each as
JSON with its `kind`. Client to server: audio in binary messages, `Stop` in a text message.
"""

from dataclasses import dataclass
from typing import Literal

from scribe.events import Event


@dataclass(frozen=True, slots=True)
class Ready:
    """The server listens; `encounter_id` is where all of it will be found again."""

    encounter_id: str
    kind: Literal["ready"] = "ready"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """This many bytes of audio, from the first, are safe on the server's disk."""

    audio_bytes: int
    kind: Literal["acknowledged"] = "acknowledged"


@dataclass(frozen=True, slots=True)
class Partial:
    """What may have been said since `start_ms`; replaces the partial before it."""

    start_ms: int
    text: str
    kind: Literal["partial"] = "partial"


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A stretch that was listened to is over and holds no words; a partial of it is void."""

    start_ms: int
    end_ms: int
    kind: Literal["unspoken"] = "unspoken"


@dataclass(frozen=True, slots=True)
class Problem:
    """The connection ends because of this."""

    error: str
    message: str
    kind: Literal["problem"] = "problem"


@dataclass(frozen=True, slots=True)
class Stop:
    """The client has no more audio: flush, then draft a note if `draft`."""

    draft: bool = True
    kind: Literal["stop"] = "stop"


ServerMessage = Ready | Acknowledged | Partial | Unspoken | Problem | Event
ClientMessage = Stop
