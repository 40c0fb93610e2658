"""Which speakers talk to each other, none of them heard in any training."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from asr.vad import Vad
from recipes.corpora import files
from recipes.diarize.pitch import pitch_hz
from recipes.diarize.tape import Sound, Tape, read_clip, record

HELD_OUT_FROM, HELD_OUT_EVERY = 10, 20
"""Of the single clips: the rule by which recipes/train_speaker_embedding holds speakers out."""
BABBLE_VOICES = 6
HIGH_VOICE_HZ = 160.0
"""Between the median pitches of men and of women, about 120 and 200 Hz (Traunmueller and
Eriksson 1995)."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two who talk; the first is the clinician."""

    tapes: tuple[Tape, Tape]
    same_sex: bool

    @property
    def name(self) -> str:
        return f"{self.tapes[0].speaker}-{self.tapes[1].speaker}"


def readers(data: Path, vad: Vad) -> tuple[Tape, ...]:
    """The speakers of LibriSpeech `test-other` of whom there are ten utterances each."""
    folder = data / "librispeech" / "test-other"
    names = sorted({path.parent.name for path in files(folder, "*/*.flac")})
    return tuple(
        record(name, tuple(read_clip(path) for path in files(folder / name, "*.flac")), vad)
        for name in names
    )


def single_clips(data: Path, vad: Vad) -> tuple[Tape, ...]:
    """The held-out speakers of whom there is one clip of twelve seconds each."""
    clips = files(data / "librispeech" / "speakers", "*.flac")[HELD_OUT_FROM::HELD_OUT_EVERY]
    return tuple(record(path.name.split("-")[0], (read_clip(path),), vad) for path in clips)


def pairs(tapes: tuple[Tape, ...]) -> tuple[Pair, ...]:
    """Everybody with everybody; who is the clinician takes turns."""
    found = []
    for number, two in enumerate(combinations(tapes, 2)):
        first, second = two if number % 2 == 0 else two[::-1]
        same = (pitch_hz(first.sound) > HIGH_VOICE_HZ) == (pitch_hz(second.sound) > HIGH_VOICE_HZ)
        found.append(Pair((first, second), same))
    return tuple(found)


def babble(data: Path, rng: np.random.Generator) -> Sound:
    """Six other speakers at once, of the single clips that are not held out."""
    clips = files(data / "librispeech" / "speakers", "*.flac")
    del clips[HELD_OUT_FROM::HELD_OUT_EVERY]
    chosen = [read_clip(clips[int(n)]) for n in rng.choice(len(clips), BABBLE_VOICES, False)]
    length = max(map(len, chosen))
    loops = np.stack([np.resize(clip, length) for clip in chosen]).astype(np.float32)
    return np.asarray(loops.sum(axis=0) / 32768, np.float32)
