"""The bank of spoken sentences that training examples are put together from."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recipes.train_micro_whisper.mel import frames_of
from recipes.train_micro_whisper.room import levelled, noise, reverberated
from recipes.train_micro_whisper.spoken import Sound, Synthesizer

SPEED = (0.85, 1.3)
PITCH = (0.75, 1.3)
REVERBERATED = 0.35
NOISES = 400
NOISES_FILE = "noises.npy"
NOISE_S = 10.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One spoken sentence: its frames lie at [first, first + frames) of its shard."""

    language: str
    voice: str
    text: str
    first: int
    frames: int
    words: tuple[Sound, ...]
    phones: tuple[Sound, ...]


@dataclass(frozen=True, slots=True)
class Shard:
    """Sentences in one voice; `features` is float16 of shape (all frames, 80), log10 Mel power."""

    entries: tuple[Entry, ...]
    features: NDArray[np.float16]


def speak(
    texts: Iterable[str], language: str, voices: tuple[Synthesizer, ...], seed: int, path: Path
) -> int:
    """Say the texts, each in one of the voices, and keep them at `path` (.json, .npy).

    Pace, pitch and room differ from sentence to sentence. Returns how many were said.
    """
    rng = np.random.default_rng(seed)
    entries: list[Entry] = []
    features = []
    first = 0
    for text in texts:
        voice = voices[int(rng.integers(len(voices)))]
        said = voice.say(text, float(rng.uniform(*SPEED)), float(rng.uniform(*PITCH)))
        audio = levelled(said.audio)
        if rng.random() < REVERBERATED:
            audio = reverberated(audio, rng)
        frames = frames_of(audio)
        features.append(frames.astype(np.float16))
        entries.append(
            Entry(language, voice.name, text, first, len(frames), said.words, said.phones)
        )
        first += len(frames)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path.with_suffix(".npy"), np.concatenate(features))
    rows = [
        [e.language, e.voice, e.text, e.first, e.frames, _rows(e.words), _rows(e.phones)]
        for e in entries
    ]
    # Written last, at once: a shard without it was interrupted.
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path.with_suffix(".json"))
    return len(entries)


def shard_paths(folder: Path) -> tuple[Path, ...]:
    """Those of the shards in a folder that are whole, in order."""
    return tuple(sorted(folder.glob("*.json")))


def bank_texts(folder: Path) -> tuple[str, ...]:
    """All sentences of the bank in a folder, also those that are not trained on."""
    return tuple(entry.text for path in shard_paths(folder) for entry in read_shard(path).entries)


def read_shard(path: Path) -> Shard:
    """The shard kept at `path`; its features stay on disk until they are used."""
    rows = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    entries = tuple(
        Entry(language, voice, text, first, frames, _sounds(words), _sounds(phones))
        for language, voice, text, first, frames, words, phones in rows
    )
    return Shard(entries, np.load(path.with_suffix(".npy"), mmap_mode="r"))


def record_noises(seed: int, path: Path, count: int = NOISES) -> None:
    """Keep noises of NOISE_S each at `path`, float16 of shape (noises, frames, 80)."""
    rng = np.random.default_rng(seed)
    found = [frames_of(noise(NOISE_S, rng)).astype(np.float16) for _ in range(count)]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, np.stack(found))


def _rows(sounds: tuple[Sound, ...]) -> list[list[str | int]]:
    return [[s.name, s.start_ms, s.end_ms] for s in sounds]


def _sounds(rows: list[list[object]]) -> tuple[Sound, ...]:
    return tuple(Sound(str(n), int(str(a)), int(str(b))) for n, a, b in rows)
