import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from asr.channels import ChannelFold
from scribe.ports import SAMPLE_RATE_HZ, Samples

SECOND = SAMPLE_RATE_HZ


def babble(seed: int, seconds: int = 6, level: float = 3000) -> NDArray[np.float64]:
    """Noise whose loudness changes four times a second, like speech."""
    random = np.random.default_rng(seed)
    loudness = np.repeat(random.choice([0.005, 0.3, 1.0], 4 * seconds), SECOND // 4)
    return random.normal(size=seconds * SECOND) * loudness * level


def stereo(left: NDArray[np.float64], right: NDArray[np.float64]) -> Samples:
    return np.stack((left, right), axis=1).astype(np.int16)


def folded(samples: Samples, chunk: int = SECOND) -> Samples:
    fold = ChannelFold()
    parts = [fold.push(samples[i : i + chunk]) for i in range(0, len(samples), chunk)]
    return np.concatenate([part for part in (*parts, fold.flush()) if len(part)])


def test_mono_passes_at_once() -> None:
    samples = babble(1).astype(np.int16).reshape(-1, 1)
    assert np.array_equal(ChannelFold().push(samples), samples)


def test_a_copy_becomes_one_channel() -> None:
    voice = babble(1)
    out = folded(stereo(voice, voice))
    assert out.shape == (len(voice), 1)
    assert np.array_equal(out[:, 0], voice.astype(np.int16))


def test_a_copy_at_another_level_or_with_coding_noise_becomes_one_channel() -> None:
    voice = babble(1)
    noise = np.random.default_rng(9).normal(size=len(voice)) * 3
    assert folded(stereo(voice, 0.4 * voice + noise)).shape[1] == 1


def test_an_inverted_copy_is_not_cancelled() -> None:
    voice = babble(1)
    out = folded(stereo(voice, -voice))
    assert out.shape[1] == 1
    assert np.abs(out[:, 0] - voice).max() < 2


def test_two_voices_stay_apart() -> None:
    samples = stereo(babble(1), babble(2))
    assert np.array_equal(folded(samples), samples)


def test_two_voices_that_take_turns_stay_apart() -> None:
    silence = np.zeros(6 * SECOND)
    left = np.concatenate((babble(1), silence, babble(3)))
    right = np.concatenate((silence, babble(2), silence))
    assert folded(stereo(left, right)).shape[1] == 2


def test_an_empty_channel_is_no_speaker() -> None:
    voice = babble(1, seconds=40)
    out = folded(stereo(voice, np.zeros_like(voice)))
    assert out.shape == (len(voice), 1)


def test_nothing_is_lost_when_the_recording_ends_before_the_decision() -> None:
    samples = stereo(babble(1, seconds=1), babble(2, seconds=1))
    assert len(folded(samples)) == len(samples)
    assert len(folded(samples[:100])) == 100


@pytest.mark.parametrize("second", [1, 2])
@settings(deadline=None, max_examples=30)
@given(chunk=st.integers(1, 50_000))
def test_the_result_does_not_depend_on_how_audio_is_cut(second: int, chunk: int) -> None:
    samples = stereo(babble(1, seconds=4), babble(second, seconds=4))[: 3 * SECOND + 77]
    chunk = max(chunk, 200)
    assert np.array_equal(folded(samples, chunk), folded(samples, len(samples)))
