"""How the bytes of a recording are to be read."""

from dataclasses import dataclass
from enum import StrEnum


class Encoding(StrEnum):
    """PCM16: raw little-endian samples. CONTAINER: a file format as it arrives. FILE: a whole one.

    A whole file can be read from both ends, which some formats need.
    """

    PCM16 = "pcm16"
    CONTAINER = "container"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """Rate and channels are stated for PCM16; the others say them themselves, here they are 0."""

    encoding: Encoding
    sample_rate_hz: int = 0
    channels: int = 0

    def __post_init__(self) -> None:
        if self.encoding is not Encoding.PCM16:
            return
        if not 8_000 <= self.sample_rate_hz <= 192_000:
            raise ValueError(
                f"sample rate: expected 8000 to 192000 Hz, found {self.sample_rate_hz}"
            )
        if self.channels not in (1, 2):
            raise ValueError(f"channels: expected 1 or 2, found {self.channels}")
