"""All that a speaker says, one thing after the other, to be played in stretches."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asr.audio import decode_file
from asr.engine import Mono
from asr.vad import FRAME_SAMPLES, Vad
from scribe.ports import SAMPLE_RATE_HZ
from scribe.transcript import Span

Sound = NDArray[np.float32]
"""16 kHz, one channel, shape (samples,), full scale 1."""
Flags = NDArray[np.bool_]

STEP_MS = 10
STEP_SAMPLES = STEP_MS * SAMPLE_RATE_HZ // 1000
SPEECH = 0.5
QUIET_DB = 35.0
"""Steps this far below the loud ones (their 95th percentile) are no speech, whatever Silero says:
its frames of 32 ms are too coarse for where speech begins."""
BRIDGED_MS = 300
"""Shorter pauses belong to a turn (NIST RT-09 evaluation plan: 0.3 s)."""
LONGEST_PAUSE_MS = 200
SHORTEST_SPEECH_MS = 50
EARLIEST, LATEST = 0.7, 1.15
"""A stretch ends at the quietest moment between these shares of the length that was asked for."""
LEVEL_DBFS = -26.0
FADE_SAMPLES = SAMPLE_RATE_HZ // 200


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Sound, with the spans of its speech counted from its own beginning."""

    sound: Sound
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """Speech without long pauses: `speech` and `level_db` tell of every 10 ms, shape (steps,)."""

    speaker: str
    sound: Sound
    speech: Flags
    level_db: NDArray[np.float32]

    @property
    def length_ms(self) -> int:
        return len(self.speech) * STEP_MS


class Player:
    """Plays a tape from where it stopped; after its end from its beginning."""

    def __init__(self, tape: Tape, first_step: int = 0) -> None:
        self._tape, self._next = tape, first_step
        self.played_ms = 0

    @property
    def repeated_ms(self) -> int:
        """How much was played that had been played before."""
        return max(0, self.played_ms - self._tape.length_ms)

    def take(self, length_ms: int) -> Stretch:
        """The next stretch of about that length, cut where it is quiet."""
        tape = self._tape
        ahead = (self._next + np.arange(2 * len(tape.speech))) % len(tape.speech)
        skipped = int(tape.speech[ahead].argmax())
        ahead = ahead[skipped:]
        wanted = min(max(1, length_ms // STEP_MS), len(tape.speech))
        first = max(1, round(EARLIEST * wanted))
        last = max(first + 1, min(round(LATEST * wanted) + 1, len(tape.speech)))
        around = tape.level_db[ahead[first - 1 : last + 1]]
        quiet_db = np.convolve(around, np.ones(3) / 3, "valid")[: last - first]
        steps = first + int(quiet_db.argmin())
        taken = ahead[:steps]
        self._next = int(taken[-1] + 1) % len(tape.speech)
        self.played_ms += (skipped + steps) * STEP_MS
        sound = tape.sound.reshape(-1, STEP_SAMPLES)[taken].reshape(-1)
        return Stretch(faded(sound), speech_spans(tape.speech[taken]))


def record(speaker: str, clips: tuple[Mono, ...], vad: Vad) -> Tape:
    """The speech of these clips, each as loud as the others while there is speech."""
    kept = []
    for clip in clips:
        whole = clip[: len(clip) // STEP_SAMPLES * STEP_SAMPLES]
        sound = whole.astype(np.float32) / np.float32(32768)
        speech = voice_activity(whole, vad)
        if not speech.any():
            continue
        stay = without_long_pauses(speech)
        steps = sound.reshape(-1, STEP_SAMPLES)
        rms = float(np.sqrt(np.mean(np.square(steps[speech]))))
        kept.append((steps[stay] * np.float32(10 ** (LEVEL_DBFS / 20) / rms), speech[stay]))
    steps = np.concatenate([sound for sound, _ in kept])
    speech = np.concatenate([flags for _, flags in kept])
    return Tape(speaker, steps.reshape(-1), speech, levels_db(steps))


def read_clip(path: Path) -> Mono:
    """The first channel of a recording."""
    return np.ascontiguousarray(np.concatenate(list(decode_file(path)))[:, 0])


def voice_activity(samples: Mono, vad: Vad) -> Flags:
    """Whether there is speech in each 10 ms: what Silero hears, give or take a frame, less quiet.

    Pauses shorter than 60 ms are speech too, speech shorter than 50 ms is none.
    """
    stream = vad.open()
    padded = np.pad(samples, (0, -len(samples) % FRAME_SAMPLES))
    heard = [stream.probability(f) > SPEECH for f in padded.reshape(-1, FRAME_SAMPLES)]
    wide = np.convolve(heard, np.ones(3), "same") > 0
    steps = samples[: len(samples) // STEP_SAMPLES * STEP_SAMPLES].reshape(-1, STEP_SAMPLES)
    middles = np.arange(len(steps)) * STEP_SAMPLES + STEP_SAMPLES // 2
    level_db = levels_db(steps.astype(np.float32) / np.float32(32768))
    loud = level_db > np.percentile(level_db, 95) - QUIET_DB
    speech = wide[middles // FRAME_SAMPLES] & loud
    closed = ~_without_short(~speech, 60 // STEP_MS)
    return _without_short(closed, SHORTEST_SPEECH_MS // STEP_MS)


def levels_db(steps: Sound) -> NDArray[np.float32]:
    """Power of each row, in dB relative to full scale."""
    return np.asarray(10 * np.log10(np.mean(np.square(steps), axis=1) + 1e-10), np.float32)


def without_long_pauses(speech: Flags) -> Flags:
    """Which steps to keep: speech, with so much of each pause next to it on either side."""
    side = LONGEST_PAUSE_MS // STEP_MS // 2
    after = np.convolve(speech, np.ones(side + 1))[: len(speech)] > 0
    before = np.convolve(speech[::-1], np.ones(side + 1))[: len(speech)][::-1] > 0
    return after | before


def speech_spans(speech: Flags) -> tuple[Span, ...]:
    """Where there is speech, over short pauses."""
    found: list[Span] = []
    for start, end in _runs(speech):
        if found and start * STEP_MS - found[-1].end_ms < BRIDGED_MS:
            found[-1] = Span(found[-1].start_ms, end * STEP_MS)
        else:
            found.append(Span(start * STEP_MS, end * STEP_MS))
    return tuple(found)


def faded(sound: Sound) -> Sound:
    """Without clicks at its ends."""
    length = min(FADE_SAMPLES, len(sound) // 2)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    found = sound.copy()
    found[:length] *= ramp
    found[len(found) - length :] *= ramp[::-1]
    return found


def _without_short(flags: Flags, shortest: int) -> Flags:
    found = flags.copy()
    for start, end in _runs(flags):
        if end - start < shortest:
            found[start:end] = False
    return found


def _runs(flags: Flags) -> list[tuple[int, int]]:
    """First index and end of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in list(pairwise(edges))[::2]]
