"""The engine: which models it loads, which languages they know, what it hears."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from asr.engine import Mono
from asr.score import wer
from asr.whisper import WhisperEngine
from scribe.errors import InputError, ModelUnavailable
from scribe.transcript import Word

NOISE = np.random.default_rng(0).integers(-3000, 3000, 32_000).astype(np.int16)
Say = Callable[[str, str], Mono]
MakeModel = Callable[..., Path]


@pytest.fixture(scope="module")
def engine(speaking_model: MakeModel) -> WhisperEngine:
    return WhisperEngine(str(speaking_model()), threads=1)


def heard(engine: WhisperEngine, samples: Mono, language: str = "auto") -> tuple[Word, ...]:
    listener = engine.listen(language)
    listener.begin(0)
    listener.feed(samples)
    return listener.end()


def text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def test_words_come_with_times_of_the_stream_and_confidence(engine: WhisperEngine) -> None:
    listener = engine.listen()
    listener.begin(5000)
    listener.feed(NOISE[:16_000])
    listener.feed(NOISE[16_000:])
    words = listener.end()
    assert [word.text for word in words] == ["hello", "doctor"]
    assert all(5000 <= word.start_ms < word.end_ms <= 7000 for word in words)
    assert words[0].end_ms <= words[1].start_ms
    assert all(0.5 < word.confidence <= 1 for word in words)


def test_the_name_says_which_model(engine: WhisperEngine, speaking_model: MakeModel) -> None:
    folder = speaking_model()
    ours = WhisperEngine(str(folder))
    assert ours.name == f"whisper:{folder.name}"
    ours.close()


def test_a_model_is_found_among_those_kept(speaking_model: MakeModel, tmp_path: Path) -> None:
    folder = speaking_model()
    folder.rename(tmp_path / "clinic")
    with pytest.raises(ModelUnavailable):
        WhisperEngine("nobody/clinic")
    (tmp_path / "clinic").rename(tmp_path / "nobody--clinic")
    ours = WhisperEngine("nobody/clinic", tmp_path)
    assert ours.name == "whisper:nobody/clinic"
    ours.close()


def test_the_language_is_detected_and_can_be_forced(engine: WhisperEngine) -> None:
    detecting = engine.listen()
    assert detecting.language == "und"
    detecting.begin(0)
    detecting.feed(np.tile(NOISE, 2))
    detecting.end()
    assert detecting.language == "en"
    assert engine.listen("de-AT").language == "de"


@pytest.mark.parametrize("language", ["xx", "fr", ""])
def test_a_language_that_the_model_lacks_is_refused(engine: WhisperEngine, language: str) -> None:
    with pytest.raises(InputError, match=f"knows de, en, not '{language}'"):
        engine.listen(language)


def test_streams_share_the_model_and_its_load_is_known(engine: WhisperEngine) -> None:
    before = engine.load.jobs
    first, second = engine.listen("en"), engine.listen("de")
    for listener in (first, second):
        listener.begin(0)
        listener.feed(NOISE, True)
    assert text(second.end()) == text(first.end()) == "hello doctor"
    assert engine.load.jobs == before + 2


def test_files_that_are_no_model_are_reported(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"nonsense")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        WhisperEngine(str(tmp_path))


def test_an_engine_that_is_closed_reads_no_more(speaking_model: MakeModel) -> None:
    ours = WhisperEngine(str(speaking_model()))
    listener = ours.listen("en")
    ours.close()
    listener.begin(0)
    listener.feed(NOISE, True)
    with pytest.raises(RuntimeError, match="closed"):
        listener.end()


def test_the_small_model_knows_five_languages(micro: WhisperEngine) -> None:
    for language in ("en", "de", "fr", "vi", "zh"):
        assert micro.listen(language).language == language
    with pytest.raises(InputError, match="not 'es'"):
        micro.listen("es")


def test_the_small_model_writes_what_a_patient_says(micro: WhisperEngine, say: Say) -> None:
    said = (
        "I have had a headache since Monday.",
        "Do you have any allergies?",
        "I take fifty milligrams of metoprolol twice a day.",
        "The pain is in my left knee.",
    )
    found = [heard(micro, say("flite-slt", sentence)) for sentence in said]
    assert wer(" ".join(said), " ".join(map(text, found))) <= 0.15
    for words in found:
        assert all(a.end_ms <= b.start_ms for a, b in pairwise(words))


SENTENCES = {
    "en": ("en-us", "Good morning. I have had a bad headache and a fever since Monday."),
    "de": ("de", "Guten Morgen. Ich habe seit Montag starke Kopfschmerzen und Fieber."),
    "fr": (
        "fr",
        "Bonjour docteur. J'ai mal \u00e0 la t\u00eate et de la fi\u00e8vre depuis lundi.",
    ),
    "vi": (
        "vi",
        "Ch\u00e0o b\u00e1c s\u0129. T\u00f4i b\u1ecb \u0111au \u0111\u1ea7u v\u00e0 s\u1ed1t "
        "t\u1eeb h\u00f4m qua.",
    ),
    "zh": ("cmn", "\u533b\u751f\u60a8\u597d\u3002\u6211\u4ece\u6628\u5929\u5f00\u59cb\u5934\u75db"),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_small_model_tells_languages_apart_and_no_cough_changes_that(
    micro: WhisperEngine, say: Say, language: str
) -> None:
    cough = np.random.default_rng(1).standard_normal(6400) * np.hanning(6400) * 9000
    listener = micro.listen()
    for start_ms, sound in (
        (0, say(*SENTENCES[language])),
        (10_000, cough.astype(np.int16)),
        (20_000, say(*SENTENCES[language])),
    ):
        listener.begin(start_ms)
        for start in range(0, len(sound), 4096):
            listener.feed(sound[start : start + 4096])
        listener.end()
        assert listener.language == language
