"""The demo consultation, as sound and as it should be heard."""

from pathlib import Path

import numpy as np
import pytest

from asr.audio import decode_file
from asr.vad import Vad
from scribe.ports import Samples
from scribe.transcript import Transcript, Word
from scribe.wire import read_transcript

DEMO = Path(__file__).parents[2] / "server" / "data" / "demo"


@pytest.fixture(scope="session")
def demo_samples() -> Samples:
    return np.concatenate(list(decode_file(DEMO / "encounter.flac")))


@pytest.fixture(scope="session")
def demo_reference() -> Transcript:
    return read_transcript((DEMO / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def demo_words(demo_reference: Transcript) -> tuple[Word, ...]:
    return tuple(word for utterance in demo_reference.utterances for word in utterance.words)


@pytest.fixture(scope="session")
def vad() -> Vad:
    return Vad()
