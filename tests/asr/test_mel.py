"""The spectrum is Whisper's, however the audio is cut."""

import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor
from hypothesis import given
from hypothesis import strategies as st

from asr.engine import Mono
from asr.mel import FRAME_SAMPLES, WINDOW_SAMPLES, Frames, MelStream, loud, normalised

EXTRACTOR = FeatureExtractor()
FILTERS = np.asarray(EXTRACTOR.mel_filters, dtype=np.float32)
RANDOM = np.random.default_rng(0)
SOUND = (RANDOM.standard_normal(16_000) * 3000 * np.hanning(16_000)).astype(np.int16)


def frames_of(pieces: list[Mono], *, flush: bool = True) -> Frames:
    stream = MelStream(FILTERS)
    for piece in pieces:
        stream.push(piece)
    if flush:
        stream.flush()
    return stream.frames()


@given(st.lists(st.integers(0, len(SOUND)), max_size=12), st.integers(0, len(SOUND)))
def test_how_the_audio_is_cut_does_not_matter(cuts: list[int], length: int) -> None:
    sound = SOUND[:length]
    pieces = np.split(sound, sorted(min(cut, length) for cut in cuts))
    assert np.allclose(frames_of(pieces), frames_of([sound]), atol=1e-5)


@pytest.mark.parametrize("seconds", [0.5, 1.0])
def test_frames_are_those_of_faster_whisper_except_near_the_end(seconds: float) -> None:
    sound = SOUND[: int(seconds * 16_000)]
    theirs = EXTRACTOR(sound.astype(np.float32) / 32768).T
    ours = normalised(frames_of([sound]))
    alike = len(sound) // FRAME_SAMPLES - WINDOW_SAMPLES // FRAME_SAMPLES
    assert alike >= 48 * seconds
    assert np.allclose(ours[:alike], theirs[:alike], atol=1e-3)


@given(st.integers(0, len(SOUND)))
def test_a_frame_comes_for_every_ten_milliseconds(length: int) -> None:
    flushed = frames_of([SOUND[:length]])
    assert len(flushed) >= length // FRAME_SAMPLES
    early = frames_of([SOUND[:length]], flush=False)
    assert np.array_equal(early, flushed[: len(early)])
    assert len(early) * FRAME_SAMPLES <= length


def test_without_sound_there_are_no_frames_and_none_are_lost_by_asking() -> None:
    stream = MelStream(FILTERS)
    assert stream.frames().shape == (0, 80)
    stream.push(SOUND[:8000])
    half = stream.frames().copy()
    stream.push(SOUND[8000:])
    assert np.array_equal(stream.frames()[: len(half)], half)
    assert np.array_equal(stream.frames(), frames_of([SOUND], flush=False))


def test_normalised_frames_span_eight_decades_below_the_loudest_point() -> None:
    found = normalised(frames_of([SOUND]))
    assert found.dtype == np.float32
    assert found.max() - found.min() <= 2.0 + 1e-6
    highest, lowest = normalised(np.float32([[0.0, -20.0]]))[0]
    assert (highest, lowest) == (1.0, -1.0)


def test_frames_of_a_tone_are_loud_and_those_of_the_pause_beside_it_are_not() -> None:
    tone = np.sin(np.arange(8000) * 2 * np.pi * 440 / 16_000) * 8000
    pause = np.random.default_rng(1).standard_normal(8000) * 20
    found = loud(frames_of([np.concatenate((pause, tone, pause)).astype(np.int16)]))
    assert found[55:95].all()
    assert not found[:45].any()
    assert not found[105:145].any()
