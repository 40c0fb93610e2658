"""An endless stream of training examples put together from the bank."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asr.mel import normalised
from recipes.train_micro_whisper.augment import augmented, some_noise
from recipes.train_micro_whisper.bank import NOISES_FILE, Shard, read_shard, shard_paths
from recipes.train_micro_whisper.example import LONGEST_FRAMES, Example, example_of, silent_example
from recipes.train_micro_whisper.grammar import is_held_out
from recipes.train_micro_whisper.mel import BINS, FLOOR, FRAME_MS
from recipes.train_micro_whisper.symbols import Symbols, symbols_of
from recipes.train_micro_whisper.tokens import LANGUAGES, Vocabulary, units
from recipes.train_micro_whisper.window import (
    LONGEST_LEAD_S,
    LONGEST_PAUSE_S,
    Place,
    Window,
    laid_out,
    without_head,
    without_tail,
)


@dataclass(frozen=True, slots=True)
class Mix:
    """How often (0 to 1) an example is what; lengths in seconds."""

    noise_only: float = 0.02
    joined: float = 0.6
    cut: float = 0.12
    headless: float = 0.12
    timestamps: float = 0.08
    prompted: float = 0.25
    augmented: float = 0.8
    longest_s: float = 15.0


EASY = Mix(0.01, 0.1, 0.05, 0.03, 0.0, 0.1, 0.3, 8.0)
"""What an untrained model begins with: mostly single sentences, mostly clean."""


class Examples:
    """Examples of the sentences of a bank whose words are timed."""

    def __init__(
        self,
        shards: tuple[Shard, ...],
        noises: NDArray[np.float16],
        vocabulary: Vocabulary,
        symbols: Symbols | None = None,
    ) -> None:
        """`noises` is (noises, frames, 80); without `symbols` those of the shards are numbered."""
        self.vocabulary = vocabulary
        self.symbols = symbols or symbols_of(entry for s in shards for entry in s.entries)
        self._noises = noises
        self._where = [(shard, entry) for shard in shards for entry in shard.entries if entry.words]
        self._starts = np.cumsum([0] + [sum(bool(e.words) for e in s.entries) for s in shards])

    def __len__(self) -> int:
        return len(self._where)

    def one(self, rng: np.random.Generator, mix: Mix) -> Example:
        """A random example."""
        if rng.random() < mix.noise_only:
            return self._nothing(rng)
        window = self._window(rng, mix)
        if rng.random() < mix.augmented:
            window = augmented(rng, window, self._noises)
        frames = normalised(window.frames)
        chance = rng.random()
        if not window.is_cut and chance < 0.2:
            # faster-whisper pads a window with 0.0, transformers pads the audio with silence.
            value = 0.0 if chance < 0.1 else float(frames.min())
            room = LONGEST_FRAMES - len(frames)
            extra = min(room, int(rng.integers(10, 300))) if rng.random() < 0.6 else room
            frames = np.pad(frames, ((0, extra), (0, 0)), constant_values=value)
        timestamps = rng.random() < mix.timestamps
        return example_of(window, frames, timestamps, self.vocabulary, self.symbols)

    def entry(self, index: int, lead_s: float = 0.1, tail_s: float = 0.2) -> Example:
        """The sentence of this number alone, as it was spoken."""
        window = laid_out([self._where[index]], (lead_s, tail_s))
        frames = normalised(window.frames)
        return example_of(window, frames, False, self.vocabulary, self.symbols)

    def _window(self, rng: np.random.Generator, mix: Mix) -> Window:
        chosen = self._chosen(rng, mix)
        prompt: tuple[str, ...] = ()
        if len(chosen) > 1 and rng.random() < mix.prompted:
            prompt = units(chosen.pop(0)[1].text)
        lead_s = float(rng.uniform(0, LONGEST_LEAD_S))
        pauses_s = [float(rng.uniform(0, LONGEST_PAUSE_S)) for _ in chosen]
        window = laid_out(chosen, (lead_s, *pauses_s), prompt)
        if rng.random() < mix.headless and len(window.words) > 3:
            window = without_head(rng, window)
        if rng.random() < mix.cut and len(window.words) > 2:
            window = without_tail(rng, window)
        return window

    def _chosen(self, rng: np.random.Generator, mix: Mix) -> list[Place]:
        """One sentence, or up to five of a language that are joined."""
        index = int(rng.integers(len(self._where)))
        shard, first = self._where[index]
        chosen = [(shard, first)]
        if rng.random() >= mix.joined:
            return chosen
        wanted = 1 + int(rng.integers(1, 5))
        length = first.frames
        same_voice = rng.random() < 0.7
        while len(chosen) < wanted:
            shard, entry = self._another(rng, index, first.language, same_voice)
            length += entry.frames + 40
            if length * FRAME_MS > mix.longest_s * 1000:
                break
            chosen.append((shard, entry))
        return chosen

    def _another(
        self, rng: np.random.Generator, index: int, language: str, same_voice: bool
    ) -> Place:
        if same_voice:
            shard_index = int(np.searchsorted(self._starts, index, side="right")) - 1
            low, high = self._starts[shard_index], self._starts[shard_index + 1]
            return self._where[int(rng.integers(low, high))]
        while True:
            shard, entry = self._where[int(rng.integers(len(self._where)))]
            if entry.language == language:
                return shard, entry

    def _nothing(self, rng: np.random.Generator) -> Example:
        length = int(rng.integers(60, 800))
        frames = some_noise(rng, self._noises, length) - np.float32(rng.uniform(0, 6))
        if rng.random() < 0.25:
            frames = np.full((length, BINS), FLOOR, dtype=np.float32)
        language = LANGUAGES[int(rng.integers(len(LANGUAGES)))]
        frames = normalised(np.maximum(frames, np.float32(FLOOR)))
        return silent_example(frames, language, self.vocabulary)


def read_bank(folder: Path, vocabulary: Vocabulary, symbols: Symbols | None = None) -> Examples:
    """Examples of all shards that are finished, but for sentences that are held out."""
    shards = tuple(read_shard(path) for path in shard_paths(folder))
    symbols = symbols or symbols_of(entry for shard in shards for entry in shard.entries)
    trained = tuple(
        replace(shard, entries=tuple(e for e in shard.entries if not is_held_out(e.text)))
        for shard in shards
    )
    return Examples(trained, np.load(folder / NOISES_FILE), vocabulary, symbols)


def batches(
    examples: Examples, rng: np.random.Generator, mix: Mix, batch_s: float
) -> Iterator[list[Example]]:
    """Examples of like length together, each batch at most `batch_s` seconds after padding."""
    limit = round(batch_s * 1000 / FRAME_MS)
    while True:
        pool = sorted((examples.one(rng, mix) for _ in range(400)), key=lambda e: len(e.features))
        found: list[list[Example]] = [[]]
        for example in pool:
            if (len(found[-1]) + 1) * len(example.features) > limit and found[-1]:
                found.append([])
            found[-1].append(example)
        for index in rng.permutation(len(found)):
            yield found[int(index)]
