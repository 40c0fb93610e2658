import numpy as np
import pytest

from asr.spectrum import BANDS, FILTERS, HOP_SAMPLES, LEVEL_DBFS, levelled, log_mel

RATE_HZ = 16_000


def tone(hz: float, seconds: float = 1.0) -> np.ndarray:
    moments = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
    return np.asarray(0.3 * np.sin(2 * np.pi * hz * moments), np.float32)


def test_filters_cover_the_band_of_speech() -> None:
    assert FILTERS.shape == (BANDS, 257)
    assert (FILTERS.max(axis=1) > 0).all()
    assert FILTERS[:, 0].max() == 0


def test_a_higher_tone_is_loudest_in_a_higher_band() -> None:
    bands = [int(log_mel(tone(hz)).mean(axis=0).argmax()) for hz in (200, 800, 3000, 6000)]
    assert bands == sorted(set(bands))


def test_there_is_a_frame_every_ten_milliseconds() -> None:
    assert log_mel(tone(200, 1.0)).shape == (1 + (RATE_HZ - 400) // HOP_SAMPLES, BANDS)
    assert log_mel(tone(200, 0.02)).shape == (0, BANDS)


@pytest.mark.parametrize("gain", [1.0, 0.05])
def test_every_sound_is_brought_to_one_level(gain: float) -> None:
    samples = (tone(200) * gain * 32767).astype(np.int16)
    rms = np.sqrt(np.mean(np.square(levelled(samples))))
    assert 20 * np.log10(rms) == pytest.approx(LEVEL_DBFS, abs=0.1)


def test_silence_stays_silence() -> None:
    assert not levelled(np.zeros(1000, np.int16)).any()
    assert len(levelled(np.zeros(0, np.int16))) == 0
