"""Tests of the pocketsphinx engine."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from asr.audio import decode_file
from asr.engine import Mono
from asr.sphinx import SphinxEngine, SphinxOptions, is_said, readable, written
from scribe.errors import InputError
from scribe.transcript import Word

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
SPEECH = SHARED / "clips" / "jfk.flac"
needs_speech = pytest.mark.skipif(not SPEECH.is_file(), reason=f"{SPEECH} is absent")


@pytest.fixture(scope="module")
def engine() -> SphinxEngine:
    return SphinxEngine()


@pytest.fixture(scope="module")
def speech() -> Mono:
    return np.concatenate([samples[:, 0] for samples in decode_file(SPEECH)])


def noise(seconds: float, level: float) -> Mono:
    random = np.random.default_rng(1)
    return (random.standard_normal(int(seconds * 16_000)) * level).astype(np.int16)


def heard(engine: SphinxEngine, segments: Sequence[Mono], cut: int) -> list[tuple[Word, ...]]:
    listener = engine.listen()
    finals = []
    start_ms = 0
    for segment in segments:
        listener.begin(start_ms)
        for start in range(0, len(segment), cut):
            listener.feed(segment[start : start + cut])
        finals.append(listener.end())
        start_ms += len(segment) // 16
    return finals


def test_the_engine_names_itself(engine: SphinxEngine) -> None:
    assert (engine.name, engine.listen().language) == ("sphinx", "en")


def test_another_language_is_refused(engine: SphinxEngine) -> None:
    with pytest.raises(InputError, match="sphinx knows English only, found 'de'"):
        engine.listen("de")
    assert engine.listen("en-GB").language == "en"


def test_silence_is_no_word(engine: SphinxEngine) -> None:
    assert heard(engine, [np.zeros(40_000, np.int16)], 512) == [()]


def test_a_segment_without_samples_is_no_word(engine: SphinxEngine) -> None:
    assert heard(engine, [np.zeros(0, np.int16), np.zeros(100, np.int16)], 512) == [(), ()]


def test_a_segment_that_was_never_ended_does_not_spoil_the_next(engine: SphinxEngine) -> None:
    listener = engine.listen()
    listener.begin(0)
    listener.feed(noise(2.2, 300))
    listener.begin(5000)
    listener.feed(np.zeros(40_000, np.int16))
    assert listener.end() == ()


def test_times_with_confidences_lie_inside_the_segment(engine: SphinxEngine) -> None:
    listener = engine.listen()
    listener.begin(1000)
    listener.feed(noise(2.5, 2000))
    for word in listener.end():
        assert 1000 <= word.start_ms < word.end_ms <= 3500
        assert 0 <= word.confidence <= 1


def test_how_the_audio_is_cut_does_not_matter(engine: SphinxEngine) -> None:
    segments = [noise(2.23, 3000), noise(0.33, 500)]
    whole = heard(engine, segments, 10**6)
    assert heard(engine, segments, 512) == whole
    assert heard(engine, segments, 333) == whole


def test_in_a_hurry_the_words_are_the_same_without_guesses(engine: SphinxEngine) -> None:
    sound = noise(3.2, 3000)
    found = []
    for hurry in (False, True):
        listener = engine.listen()
        listener.begin(0)
        partials = [listener.feed(sound[i : i + 4096], hurry) for i in range(0, len(sound), 4096)]
        found.append(listener.end(0.4))
        assert not hurry or set(partials) == {""}
    assert found[0] == found[1]


def test_nothing_is_printed(engine: SphinxEngine, capfd: pytest.CaptureFixture[str]) -> None:
    heard(engine, [noise(0.5, 3000)], 512)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_word_is_left_out() -> None:
    assert not any(map(is_said, ("<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "um")))
    assert readable(["<s>", "i", "um", "read(2)", "[NOISE]", "ok"]) == "I read OK"


def test_the_speaker_is_written_with_a_capital() -> None:
    assert [written(word) for word in ("i", "i'm", "it")] == ["I", "I'm", "it"]


def test_options_must_be_positive() -> None:
    with pytest.raises(ValueError, match="expected positive head_ms"):
        SphinxOptions(head_ms=0)


@pytest.mark.shared
@needs_speech
def test_speech_is_recognised_with_partials_on_the_way(engine: SphinxEngine, speech: Mono) -> None:
    listener = engine.listen()
    listener.begin(0)
    partials = [listener.feed(speech[i : i + 512]) for i in range(0, len(speech), 512)]
    words = listener.end()
    text = " ".join(word.text for word in words)
    assert "america" in text
    assert len(set(partials)) > 5
    assert partials[0] == ""
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)


@pytest.mark.shared
@needs_speech
def test_streams_do_not_influence_each_other(engine: SphinxEngine, speech: Mono) -> None:
    said = speech[: 4 * 16_000]
    alone = heard(engine, [said], 512)
    assert alone[0]
    heard(engine, [noise(0.5, 8000)], 512)
    assert heard(engine, [said], 1600) == alone
