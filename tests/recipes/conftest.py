"""What the tests of the small Whisper share: sentences said as tones, with examples of them."""

from pathlib import Path

import numpy as np
import pytest

from recipes.train_micro_whisper.bank import read_shard, record_noises, speak
from recipes.train_micro_whisper.examples import Examples
from recipes.train_micro_whisper.grammar import distinct, read_grammar
from recipes.train_micro_whisper.spoken import Sound, Spoken
from recipes.train_micro_whisper.tokens import LANGUAGES, Vocabulary, train_tokenizer

TEXTS = (
    "I have had a cough, for two days.",
    "Does it hurt when you breathe?",
    "Take one tablet twice a day.",
    "My mother had asthma too.",
)


class Tones:
    """Says each word as a tone of 200 ms, with 100 ms of silence before it."""

    name = "tones"

    def say(self, text: str, pace: float, pitch: float) -> Spoken:
        pieces, words = [], []
        for index, word in enumerate(text.split()):
            seconds = np.arange(3200) / 16_000
            tone = 0.1 * np.sin(2 * np.pi * (200 + 20 * len(word)) * pitch * seconds)
            pieces += [np.zeros(1600), tone]
            words.append(Sound(word, 300 * index + 100, 300 * index + 300))
        phones = tuple(Sound("beep", word.start_ms, word.end_ms) for word in words)
        return Spoken(np.concatenate(pieces).astype(np.float32), tuple(words), phones)


@pytest.fixture(scope="session")
def texts() -> tuple[str, ...]:
    return TEXTS


@pytest.fixture(scope="session")
def tones() -> Tones:
    return Tones()


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank")
    speak(TEXTS, "en", (Tones(),), 1, folder / "tones-00")
    record_noises(1, folder / "noises.npy", count=3)
    return folder


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    known = [t for name in LANGUAGES for t in distinct(read_grammar(name), 40, 1)]
    return Vocabulary(train_tokenizer(known))


@pytest.fixture(scope="session")
def examples(bank: Path, vocabulary: Vocabulary) -> Examples:
    return Examples((read_shard(bank / "tones-00"),), np.load(bank / "noises.npy"), vocabulary)
