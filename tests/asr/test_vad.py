import numpy as np
import pytest
from faster_whisper.vad import get_vad_model
from numpy.typing import NDArray

from asr.vad import FRAME_SAMPLES, Vad, model_path
from scribe.ports import Samples


@pytest.fixture(scope="module")
def frames(demo_samples: Samples) -> NDArray[np.int16]:
    return demo_samples[: 900 * FRAME_SAMPLES, 0].reshape(-1, FRAME_SAMPLES)


def test_it_agrees_with_the_same_model_run_offline(vad: Vad, frames: NDArray[np.int16]) -> None:
    stream = vad.open()
    ours = np.array([stream.probability(frame) for frame in frames])
    theirs = get_vad_model()(frames.ravel().astype(np.float32) / 32768).ravel()
    assert np.abs(ours - theirs).max() < 0.01
    assert 0.3 < (ours > 0.5).mean() < 1


def test_streams_do_not_share_state(vad: Vad, frames: NDArray[np.int16]) -> None:
    alone = vad.open()
    expected = [alone.probability(frame) for frame in frames[:60]]
    first, second = vad.open(), vad.open()
    found = []
    for frame in frames[:60]:
        found.append(first.probability(frame))
        second.probability(frame[::-1].copy())
    assert found == expected


def test_silence_and_noise_are_not_speech(vad: Vad) -> None:
    random = np.random.default_rng(0)
    for level in (0, 100, 3000):
        stream = vad.open()
        noise = (random.normal(size=(100, FRAME_SAMPLES)) * level).astype(np.int16)
        assert max(stream.probability(frame) for frame in noise) < 0.5


def test_a_frame_of_another_length_is_refused(vad: Vad) -> None:
    with pytest.raises(ValueError, match=r"expected shape \(512,\), found \(511,\)"):
        vad.open().probability(np.zeros(511, np.int16))


def test_the_model_is_part_of_an_installed_package() -> None:
    assert model_path().is_file()
