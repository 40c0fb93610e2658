"""A stretch of audio with what is said in it, laid out from sentences of the bank, then cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from asr.mel import Frames
from recipes.train_micro_whisper.bank import Entry, Shard
from recipes.train_micro_whisper.mel import BINS, FLOOR, FRAME_MS
from recipes.train_micro_whisper.spoken import Sound
from recipes.train_micro_whisper.symbols import phone_name
from recipes.train_micro_whisper.tokens import STEP_MS, units

Place = tuple[Shard, Entry]
"""An entry with the shard that holds its frames."""

LONGEST_LEAD_S, LONGEST_PAUSE_S = 0.4, 0.6
SLACK_MS = 20
"""Synthesisers tell the ends of words about so exactly."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences laid out in time.

    `frames` (frames, 80) log10 Mel power, not normalised. `phones` bear the names that they are
    numbered by. `sentence_ends` counts the words up to the end of each sentence. `prompt`: units
    of what was said before. `is_cut`: the audio ends in the middle of speech.
    """

    language: str
    frames: Frames
    words: tuple[Sound, ...]
    phones: tuple[Sound, ...]
    sentence_ends: tuple[int, ...]
    prompt: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def length_ms(self) -> int:
        return len(self.frames) * FRAME_MS


def laid_out(
    chosen: Sequence[Place], pauses_s: Sequence[float], prompt: tuple[str, ...] = ()
) -> Window:
    """The sentences one after the other; the first pause comes before, the others after each."""
    pieces = [silence(pauses_s[0])]
    words: list[Sound] = []
    phones: list[Sound] = []
    ends = []
    at = len(pieces[0])
    for (shard, entry), pause_s in zip(chosen, pauses_s[1:], strict=True):
        frames = frames_of_entry(shard, entry)
        pieces += [frames, silence(pause_s)]
        words += moved(entry.words, at * FRAME_MS)
        phones += [
            replace(phone, name=phone_name(entry, phone))
            for phone in moved(entry.phones, at * FRAME_MS)
        ]
        ends.append(len(words))
        at += len(frames) + len(pieces[-1])
    language = chosen[0][1].language
    return Window(
        language, np.concatenate(pieces), tuple(words), tuple(phones), tuple(ends), prompt
    )


def without_head(rng: np.random.Generator, window: Window) -> Window:
    """The window from one of its words on; what came before becomes the prompt, or is unknown.

    The window has at least three words.
    """
    first = int(rng.integers(1, min(len(window.words) - 1, 6)))
    start_ms = window.words[first].start_ms - int(rng.integers(0, 40))
    start_ms = max(start_ms, window.words[first - 1].end_ms - SLACK_MS) // FRAME_MS * FRAME_MS
    before = spelled(window.words[:first])
    return replace(
        window,
        frames=window.frames[start_ms // FRAME_MS :],
        words=moved(window.words[first:], -start_ms),
        phones=tuple(p for p in moved(window.phones, -start_ms) if p.start_ms >= 0),
        sentence_ends=tuple(end - first for end in window.sentence_ends if end > first),
        prompt=(*window.prompt, *before) if rng.random() < 0.7 else (),
    )


def without_tail(rng: np.random.Generator, window: Window) -> Window:
    """The window up to some moment; a word that is not over by then is not in the text.

    The window has at least two words.
    """
    cut_ms = int(rng.integers(window.words[1].start_ms, window.length_ms)) // STEP_MS * STEP_MS
    kept = sum(word.end_ms <= cut_ms - SLACK_MS for word in window.words)
    return replace(
        window,
        frames=window.frames[: cut_ms // FRAME_MS],
        words=window.words[:kept],
        phones=tuple(p for p in window.phones if p.end_ms <= cut_ms),
        sentence_ends=tuple(min(end, kept) for end in window.sentence_ends),
        is_cut=True,
    )


def frames_of_entry(shard: Shard, entry: Entry) -> Frames:
    return np.asarray(shard.features[entry.first : entry.first + entry.frames], dtype=np.float32)


def silence(seconds: float) -> Frames:
    return np.full((round(seconds * 1000 / FRAME_MS), BINS), FLOOR, dtype=np.float32)


def moved(sounds: tuple[Sound, ...], by_ms: int) -> tuple[Sound, ...]:
    return tuple(Sound(s.name, s.start_ms + by_ms, s.end_ms + by_ms) for s in sounds)


def spelled(words: tuple[Sound, ...]) -> tuple[str, ...]:
    """The words as units of text."""
    return tuple(unit for word in words for unit in units(word.name))
