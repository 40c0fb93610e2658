"""The voice of a clinician who agreed to be recognised by it."""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from asr.embedding import VoiceSpace
from asr.engine import Mono
from asr.speaker_hmm import Numbers
from asr.vad import FRAME_SAMPLES, Vad
from scribe.errors import InputError, NotFound
from scribe.ports import SAMPLE_RATE_HZ

SPEECH = 0.5
LEAST_SPEECH_S = 5.0
PIECE_S = 2.0
ENOUGH_HEARD_S = 4.0
"""Of each speaker, before a voice is compared with those enrolled."""
LEAST_LEAD = 6.0
"""Log odds by which one of the speakers must be likelier to have the voice than any other."""
CORRELATED = 0.1
"""Share of a speaker's evidence that is independent of the room and the day."""
NAME = re.compile(r"[\w][\w .'-]{0,63}")


@dataclass(frozen=True, slots=True)
class Voiceprint:
    """Where a voice lies in `VoiceSpace`: `point` (axes,), from so many seconds of speech."""

    name: str
    point: tuple[float, ...]
    speech_s: float


def enrol(name: str, samples: Mono, vad: Vad, voices: VoiceSpace) -> Voiceprint:
    """The voice in a recording in which nobody else speaks.

    Raises InputError when it holds too little speech, or the name cannot be one.
    """
    if not NAME.fullmatch(name):
        raise InputError("name: expected up to 64 letters, digits, spaces, dots, dashes")
    pieces = tuple(_pieces(samples, vad))
    speech_s = sum(map(len, pieces)) / SAMPLE_RATE_HZ
    if speech_s < LEAST_SPEECH_S:
        raise InputError(
            f"recording: expected at least {LEAST_SPEECH_S:.0f} s of speech, found {speech_s:.1f} s"
        )
    points = [point for piece in pieces if (point := voices.embed(piece)) is not None]
    mean = np.mean(points, axis=0)
    return Voiceprint(name, tuple(round(float(value), 4) for value in mean), round(speech_s, 1))


def _pieces(samples: Mono, vad: Vad) -> Iterable[Mono]:
    """What is speech, two seconds at a time."""
    whole = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    stream = vad.open()
    spoken = [stream.probability(frame) > SPEECH for frame in whole]
    speech = whole[np.array(spoken, bool)].reshape(-1)
    length = int(PIECE_S * SAMPLE_RATE_HZ)
    return (speech[start : start + length] for start in range(0, len(speech), length))


def clinician_of(means: Numbers, heard_s: Numbers, enrolled: tuple[Voiceprint, ...]) -> int | None:
    """Which speaker has one of the voices enrolled; None if that is not clear.

    `means` (speakers, axes): where their voices lie; `heard_s` (speakers,): how long each was
    heard. All were recorded alike, so what sets them apart from each other is compared, not how
    near they are: another microphone moves all of them.
    """
    if not enrolled or len(means) < 2 or heard_s.min() < ENOUGH_HEARD_S:
        return None
    prints = np.array([voiceprint.point for voiceprint in enrolled])
    apart = np.square(means[:, None, :] - prints[None]).sum(axis=2).min(axis=1)
    likelihoods = -CORRELATED * apart / 2
    best = int(likelihoods.argmax())
    lead = likelihoods[best] - np.delete(likelihoods, best).max()
    return best if lead >= LEAST_LEAD else None


class VoiceprintFolder:
    """The voices enrolled, a file each that its owner alone may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Voiceprint, ...]:
        """Raises InputError if a file is none of ours."""
        return tuple(self._read(path) for path in sorted(self._folder.glob("*.json")))

    def keep(self, voiceprint: Voiceprint) -> None:
        """Under its name; replaces one of the same name."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(voiceprint.name)
        kept = {
            "name": voiceprint.name,
            "point": voiceprint.point,
            "speech_s": voiceprint.speech_s,
        }
        partial = path.with_suffix(".partial")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(kept, out)
        partial.replace(path)

    def delete(self, name: str) -> None:
        """Raises NotFound if there is none of this name."""
        path = self._path(name)
        if not path.is_file():
            raise NotFound("there is no enrolled voice of this name")
        path.unlink()

    def _path(self, name: str) -> Path:
        """Of the same length for every name."""
        return self._folder / f"{hashlib.sha256(name.encode(errors='replace')).hexdigest()}.json"

    @staticmethod
    def _read(path: Path) -> Voiceprint:
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return Voiceprint(kept["name"], tuple(map(float, kept["point"])), kept["speech_s"])
        except (ValueError, KeyError, TypeError):
            pass
        raise InputError(f"{path.name}: expected an enrolled voice, found something else")
