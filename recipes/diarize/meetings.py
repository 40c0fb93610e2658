"""Real recordings with their speakers' times: excerpts of AMI meetings, a telephone call."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from asr.rttm import read_rttm, read_uem
from recipes.corpora import any_text
from recipes.diarize.tape import read_clip
from scribe.transcript import Span

MEETING_SPEAKERS = 5
CALL_SPEAKERS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Samples at 16 kHz with who speaks when; an empty `scored` means all of it."""

    name: str
    source: str
    samples: Mono
    turns: tuple[SpeakerTurn, ...]
    scored: tuple[Span, ...]
    max_speakers: int


def meetings(data: Path) -> Iterator[Recording]:
    """Those excerpts of 30 s of which there is sound; all speakers' channels mixed (AMI, CC BY)."""
    folder = data / "ami-excerpts"
    for part in ("development", "train"):
        turns = read_rttm(any_text(folder / f"debug.{part}.rttm"))
        scored = read_uem(any_text(folder / f"debug.{part}.uem"))
        for name in sorted(turns):
            path = folder / f"{name}.wav"
            if path.is_file():
                yield Recording(
                    name, "AMI", read_clip(path), turns[name], scored[name], MEETING_SPEAKERS
                )


def call(data: Path) -> Recording:
    """The call of 30 s that pyannote.audio is shown with."""
    folder = data / "ami-excerpts"
    turns = read_rttm(any_text(folder / "sample.rttm"))["sample"]
    return Recording("sample", "call", read_clip(folder / "sample.wav"), turns, (), CALL_SPEAKERS)
