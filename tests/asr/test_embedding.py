from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from asr.embedding import DIMENSIONS, LENGTH, VoiceSpace, statistics
from asr.spectrum import levelled, log_mel
from scribe.errors import ModelUnavailable

RATE_HZ = 16_000


def buzz(pitch_hz: float, seconds: float = 1.0, seed: int = 0) -> NDArray[np.int16]:
    """All harmonics of a pitch, falling with frequency, with a little noise."""
    moments = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
    harmonics = range(1, int(7000 / pitch_hz))
    sound = sum(np.sin(2 * np.pi * pitch_hz * k * moments) / k for k in harmonics)
    noise = np.random.default_rng(seed).normal(size=len(moments)) * 0.01
    return ((np.asarray(sound) + noise) * 5000).astype(np.int16)


def test_statistics_have_one_shape_and_are_finite() -> None:
    for sound in (buzz(120), np.zeros(8000, np.int16), buzz(200, 0.2)):
        found = statistics(log_mel(levelled(sound)))
        assert found.shape == (DIMENSIONS,)
        assert np.isfinite(found).all()


def test_too_little_sound_is_no_voice() -> None:
    assert VoiceSpace().embed(buzz(120, 0.1)) is None
    assert VoiceSpace().embed(np.zeros(0, np.int16)) is None


def test_loudness_does_not_matter() -> None:
    space = VoiceSpace()
    loud, quiet = space.embed(buzz(120)), space.embed(buzz(120) // 4)
    assert loud is not None
    assert quiet is not None
    assert np.linalg.norm(loud - quiet) < 1


def test_a_point_is_two_directions_of_one_length() -> None:
    space = VoiceSpace()
    point = space.embed(buzz(120))
    assert point is not None
    parts = np.split(point, [space.network_axes])
    assert [float(np.linalg.norm(part)) for part in parts] == pytest.approx([LENGTH, LENGTH])


def test_one_voice_lies_together_and_another_elsewhere() -> None:
    space = VoiceSpace()
    low, again, high = (space.embed(buzz(*args)) for args in ((110, 1, 0), (114, 2, 1), (220, 1)))
    assert low is not None
    assert again is not None
    assert high is not None
    assert low.shape == (space.axes,)
    assert np.linalg.norm(low - again) < np.linalg.norm(low - high) / 2


def test_a_missing_projection_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"voices\.npz"):
        VoiceSpace(tmp_path / "voices.npz")
    with pytest.raises(ModelUnavailable, match=r"voices\.onnx"):
        VoiceSpace(network_file=tmp_path / "voices.onnx")
