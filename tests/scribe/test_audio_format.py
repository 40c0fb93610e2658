"""Which audio formats can be stated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.audio_format import AudioFormat, Encoding


@given(st.integers(8_000, 192_000), st.sampled_from((1, 2)))
def test_raw_samples_may_have_any_usual_rate_in_mono_or_stereo(rate: int, channels: int) -> None:
    audio = AudioFormat(Encoding.PCM16, rate, channels)
    assert (audio.sample_rate_hz, audio.channels) == (rate, channels)


@given(st.integers(max_value=7_999) | st.integers(min_value=192_001))
def test_another_rate_is_refused_and_said(rate: int) -> None:
    with pytest.raises(ValueError, match=f"8000 to 192000 Hz, found {rate}$"):
        AudioFormat(Encoding.PCM16, rate, 1)


@given(st.integers().filter(lambda n: n not in (1, 2)))
def test_another_number_of_channels_is_refused_and_said(channels: int) -> None:
    with pytest.raises(ValueError, match=f"1 or 2, found {channels}$"):
        AudioFormat(Encoding.PCM16, 16_000, channels)


@pytest.mark.parametrize("encoding", [Encoding.CONTAINER, Encoding.FILE])
def test_a_file_says_rate_and_channels_itself(encoding: Encoding) -> None:
    assert AudioFormat(encoding) == AudioFormat(encoding, sample_rate_hz=0, channels=0)
