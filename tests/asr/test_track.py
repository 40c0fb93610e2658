from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.engine import Mono
from asr.scripted import ScriptedEngine
from asr.segment import SegmentRules
from asr.track import FEED_SAMPLES, Heard, Segment, Track, in_order, is_speech
from asr.vad import FRAME_SAMPLES, Vad
from scribe.ports import Hypothesis, Samples, Unspoken
from scribe.transcript import Word


@pytest.fixture(scope="module")
def samples(demo_samples: Samples) -> Mono:
    return demo_samples[: 20 * 16_000, 0].copy()


def heard(vad: Vad, samples: Mono, words: tuple[Word, ...]) -> list[Heard]:
    track = Track(ScriptedEngine(words), "auto", vad, SegmentRules())
    found: list[Heard] = []
    for start in range(0, len(samples), FRAME_SAMPLES):
        found += track.push(samples[start : start + FRAME_SAMPLES])
    return [*found, *track.flush()]


def test_segments_carry_their_sound_and_their_words(
    vad: Vad, samples: Mono, demo_words: tuple[Word, ...]
) -> None:
    segments = [item for item in heard(vad, samples, demo_words) if isinstance(item, Segment)]
    assert len(segments) > 2
    for segment in segments:
        end = segment.start_sample + len(segment.samples)
        assert np.array_equal(segment.samples, samples[segment.start_sample : end])
        assert segment.words
        assert segment.start_sample <= segment.words[0].start_ms * 16
        assert segment.words[-1].end_ms * 16 <= end


def test_partials_grow_and_come_at_most_four_times_a_second(
    vad: Vad, samples: Mono, demo_words: tuple[Word, ...]
) -> None:
    partials = [item for item in heard(vad, samples, demo_words) if isinstance(item, Hypothesis)]
    assert len(partials) > 10
    assert len(partials) <= len(samples) / FEED_SAMPLES
    same_segment = [p for p in partials if p.start_ms == partials[0].start_ms]
    for earlier, later in pairwise(same_segment):
        assert later.text.startswith(earlier.text)
        assert later.text != earlier.text


def test_speech_without_words_is_told_to_hold_none(
    vad: Vad, samples: Mono, demo_words: tuple[Word, ...]
) -> None:
    unspoken = heard(vad, samples, ())
    assert unspoken
    assert all(isinstance(item, Unspoken) for item in unspoken)
    segments = [item for item in heard(vad, samples, demo_words) if isinstance(item, Segment)]
    assert [(item.start_ms, item.end_ms) for item in unspoken if isinstance(item, Unspoken)] == [
        (s.start_sample // 16, (s.start_sample + len(s.samples)) // 16) for s in segments
    ]


class Noting:
    """An engine, its own listener, that notes how it is asked; guesses only without a hurry."""

    name, language = "noting", "en"

    def __init__(self) -> None:
        self.fed: list[tuple[int, bool]] = []
        self.peaks: list[float] = []

    def listen(self, language: str = "auto") -> "Noting":
        return self

    def begin(self, start_ms: int) -> None:
        self.fed = []

    def feed(self, samples: Mono, hurry: bool = False) -> str:
        self.fed.append((len(samples), hurry))
        return "" if hurry else f"{len(self.fed)}"

    def end(self, peak: float = 1.0) -> tuple[Word, ...]:
        self.peaks.append(peak)
        return ()


def test_an_engine_is_fed_in_equal_parts_and_in_a_hurry_at_the_end(vad: Vad, samples: Mono) -> None:
    engine = Noting()
    track = Track(engine, "auto", vad, SegmentRules())
    for start in range(0, len(samples), FRAME_SAMPLES):
        if any(isinstance(i, Unspoken) for i in track.push(samples[start : start + FRAME_SAMPLES])):
            break
    *whole, (rest, last_hurry) = engine.fed
    assert set(whole) == {(FEED_SAMPLES, False)}
    assert 0 < rest <= FEED_SAMPLES
    assert last_hurry or rest == FEED_SAMPLES
    assert all(0.5 <= peak <= 1 for peak in engine.peaks)


def test_in_a_hurry_there_are_no_guesses(vad: Vad, samples: Mono) -> None:
    engine = Noting()
    track = Track(engine, "auto", vad, SegmentRules())
    found: list[Heard] = []
    for start in range(0, len(samples), FRAME_SAMPLES):
        found += track.push(samples[start : start + FRAME_SAMPLES], hurry=True)
    assert engine.peaks
    assert not any(isinstance(item, Hypothesis) for item in found)


def test_it_says_since_when_speech_is_going_on(vad: Vad, samples: Mono) -> None:
    track = Track(ScriptedEngine(()), "auto", vad, SegmentRules())
    assert track.open_since_sample is None
    opened = set()
    for start in range(0, len(samples), FRAME_SAMPLES):
        track.push(samples[start : start + FRAME_SAMPLES])
        opened.add(track.open_since_sample)
    assert len(opened) > 3
    track.flush()
    assert track.open_since_sample is None


@given(
    times=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), max_size=20),
    start_ms=st.integers(0, 2000),
    length_ms=st.integers(0, 2000),
)
def test_words_are_put_in_order_inside_their_segment(
    times: list[tuple[int, int]], start_ms: int, length_ms: int
) -> None:
    words = tuple(Word("w", min(pair), max(pair), 0.5) for pair in times)
    clock = start_ms
    for word in in_order(words, start_ms, start_ms + length_ms):
        assert clock <= word.start_ms <= word.end_ms <= start_ms + length_ms
        clock = word.end_ms


@pytest.mark.parametrize(
    ("peak", "confidences", "expected"),
    [
        (0.7, (0.01, 0.2), False),
        (0.7, (0.0,), False),
        (0.7, (0.9, 0.8), True),
        (0.99, (0.01,), True),
    ],
)
def test_what_neither_detector_nor_engine_is_sure_of_is_a_noise(peak, confidences, expected):
    words = tuple(Word("no", 0, 100, confidence) for confidence in confidences)
    assert is_speech(words, peak) is expected
