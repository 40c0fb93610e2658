"""Hours of sound are made block by block, and the figures drawn from them are right."""

import numpy as np
import pytest

from recipes.streaming.endurance import (
    Minute,
    blocks,
    endured,
    hear_noise,
    hear_speech,
    limited,
    resident_mb,
    slope_per_hour,
)
from recipes.streaming.sounds import dither, pink, silence, tones
from scribe.ports import SAMPLE_RATE_HZ, Hypothesis, Unspoken
from scribe.transcript import Role, Utterance, Word

SOUNDS = {"silence": silence, "dither": lambda: dither(1), "pink": lambda: pink(1)}
SOUNDS["tones"] = lambda: tones(1)


def heard(name: str, seconds: float) -> np.ndarray:
    limit = round(seconds * SAMPLE_RATE_HZ)
    return np.concatenate(tuple(limited(SOUNDS[name](), limit)))


def level_db(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean((samples / 32768) ** 2)))


@pytest.mark.parametrize("name", sorted(SOUNDS))
def test_a_sound_is_as_long_as_wanted_and_always_the_same(name: str) -> None:
    samples = heard(name, 12.5)
    assert samples.dtype == np.int16
    assert samples.shape == (200_000,)
    assert (samples == heard(name, 12.5)).all()


def test_silence_is_zero_and_dither_one_bit_at_most() -> None:
    assert not heard("silence", 2).any()
    assert set(heard("dither", 2).tolist()) == {-1, 0, 1}


def test_pink_noise_has_its_level_and_falls_by_three_decibels_an_octave() -> None:
    samples = heard("pink", 40)
    assert level_db(samples) == pytest.approx(-30, abs=4)
    power = np.square(np.abs(np.fft.rfft(samples / 32768)))
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE_HZ)

    def band_db(low_hz: float) -> float:
        inside = (hertz >= low_hz) & (hertz < 2 * low_hz)
        return float(10 * np.log10(power[inside].mean()))

    assert band_db(200) - band_db(3200) == pytest.approx(12, abs=1)


def test_pink_noise_has_no_seams() -> None:
    samples = heard("pink", 20).astype(float)
    second = np.abs(np.diff(samples, 2))
    assert second.max() < 12 * second.std()


def test_tones_change_and_keep_to_their_levels() -> None:
    seconds = heard("tones", 30).reshape(-1, SAMPLE_RATE_HZ)
    assert all(-45 < level_db(second) < -8 for second in seconds)
    loudest_hz = {int(np.abs(np.fft.rfft(second)).argmax()) for second in seconds}
    assert len(loudest_hz) > 10


def test_blocks_hold_the_same_samples() -> None:
    pieces = [np.arange(n, dtype=np.int16) for n in (3, 50, 1, 20)]
    found = list(blocks(iter(pieces), 16))
    assert [len(block) for block in found] == [16, 16, 16, 16, 10]
    assert (np.concatenate(found) == np.concatenate(pieces)).all()


class Session:
    """Says a word for every second of sound that is not silence; takes a time for it."""

    def push(self, samples: np.ndarray, behind_ms: int = 0):
        if not samples.any():
            return iter((Unspoken(0, 1000),))
        word = Word("yes", 0, 100, 0.9)
        return iter(
            (Hypothesis(0, "yes"), Utterance("u1", "S1", Role.UNKNOWN, 0, 100, "yes", (word,)))
        )

    def flush(self):
        return iter(())


class Engine:
    """Hears a word wherever there is a sound, and is not sure of it when it is faint."""

    name = "eager"

    def listen(self, language: str):
        return self

    def begin(self, start_ms: int) -> None:
        self.loudest = 0

    def feed(self, samples: np.ndarray, hurry: bool = False) -> str:
        self.loudest = max(self.loudest, int(np.abs(samples.astype(int)).max()))
        return ""

    def end(self, peak: float):
        confidence = 0.9 if self.loudest > 1 else 0.1
        return (Word("yes", 0, 100, confidence),) if self.loudest else ()


@pytest.mark.parametrize(
    ("name", "words", "forced", "accepted"),
    [("silence", 0, 0, 0), ("dither", 20, 3, 0), ("pink", 20, 3, 3)],
)
def test_words_out_of_noise_are_counted(name: str, words: int, forced: int, accepted: int) -> None:
    limit = 20 * SAMPLE_RATE_HZ
    sound = SOUNDS[name]
    found = hear_noise(limited(sound(), limit), limited(sound(), limit), Session(), Engine())
    assert (found.minutes, found.opened) == (0.33, 20)
    assert (found.words, found.shown) == (words, words)
    assert (found.forced_pieces, found.forced_words, found.forced_accepted) == (3, forced, accepted)


def test_a_session_that_is_quick_enough_does_not_fall_behind() -> None:
    audio = blocks(pink(1), SAMPLE_RATE_HZ)
    first, second = hear_speech(audio, Session(), 2)
    assert first.words == second.words == 60
    assert second.lag_s < 1
    assert first.memory_mb == pytest.approx(resident_mb(), rel=0.2)


def minutes(count: int, mb_per_minute: float, wall_s: float) -> list[Minute]:
    return [
        Minute(100 + i * mb_per_minute, wall_s + (i >= 20) * 0.5, 1.0, 0.1 * i, 150)
        for i in range(count)
    ]


def test_growth_is_told_by_the_hour_of_audio() -> None:
    assert slope_per_hour([1.0, 1.5, 2.0]) == pytest.approx(30)
    found = endured(iter(minutes(40, 0.1, 2.0)))
    assert found.slope_mb_per_hour == pytest.approx(6)
    assert (found.early_s, found.late_s) == (2.0, 2.5)
    assert (found.lag_early_s, found.lag_late_s, found.lag_most_s) == (0.95, 3.45, 3.9)
    assert (found.minutes, found.words) == (40, 6000)


def test_of_a_short_session_no_slope_is_told() -> None:
    found = endured(iter(minutes(3, 0.1, 2.0)))
    assert found.slope_mb_per_hour is None
    assert found.early_s is None
    assert found.lag_late_s is None
    assert found.lag_most_s == pytest.approx(0.2)
