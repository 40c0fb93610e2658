"""Error rates follow their conventions, and what is reported is made of them."""

import json
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.diarization import SpeakerTurn
from asr.engine import Mono
from asr.vad import Vad
from recipes.diarize.acoustics import Condition
from recipes.diarize.conversation import Conversation
from recipes.diarize.diarizer import Heard, Stretch, chunks, hear
from recipes.diarize.drift import HALF_HOUR_MS, endured
from recipes.diarize.error_rate import (
    CONVENTIONS,
    STRICT,
    Convention,
    ErrorRate,
    error_rate,
    error_rate_as_named,
    named_alike,
    pooled,
)
from recipes.diarize.meetings import call, meetings
from recipes.diarize.report import drift_figures, figures
from recipes.diarize.result import Overlap, measured, overlap, revised_ms, summary
from recipes.diarize.threshold import ThresholdDiarizer
from scribe.transcript import Span

WHOLE = (Span(0, 20_000),)


def turn(speaker: str, start_ms: int, end_ms: int) -> SpeakerTurn:
    return SpeakerTurn(Span(start_ms, end_ms), speaker)


REFERENCE = (turn("A", 0, 10_000), turn("B", 9000, 18_000))
"""Overlapping for a second; 19 s of speech."""

turns = st.lists(
    st.builds(
        lambda who, start, length: turn(who, start, min(start + length, 20_000)),
        st.sampled_from("ABC"),
        st.integers(0, 19_000),
        st.integers(500, 8000),
    ),
    min_size=1,
    max_size=6,
).map(tuple)
conventions = st.sampled_from(CONVENTIONS)
few = settings(max_examples=25)
"""The library takes a tenth of a second for each."""


@few
@given(turns, conventions)
def test_the_reference_itself_has_no_errors(reference, convention):
    assert error_rate(reference, reference, WHOLE, convention).der == 0


@few
@given(turns, turns, st.permutations("xyz"), conventions)
def test_the_names_of_speakers_do_not_matter(reference, found, names, convention):
    new = dict(zip("ABC", names, strict=True))
    other = tuple(SpeakerTurn(t.span, new[t.speaker]) for t in found)
    before = error_rate(reference, found, WHOLE, convention)
    assert error_rate(reference, other, WHOLE, convention) == before


@few
@given(turns, conventions)
def test_silence_misses_everything(reference, convention):
    found = error_rate(reference, (), WHOLE, convention)
    assert (found.false_alarm_ms, found.confused_ms) == (0, 0)
    assert found.missed_ms == found.speech_ms


@few
@given(turns, turns)
def test_overlapping_turns_of_one_speaker_count_once(reference, found):
    assert error_rate(reference, found * 2, WHOLE) == error_rate(reference, found, WHOLE)


@few
@given(turns, turns)
def test_named_alike_the_rate_is_that_of_the_best_pairing(reference, found):
    alike = named_alike(reference, found)
    assert error_rate_as_named(reference, alike, WHOLE) == error_rate(reference, found, WHOLE)


def test_errors_are_what_they_are_by_hand():
    found = (turn("1", 500, 12_000), turn("2", 12_000, 19_000))
    # Missed: 0.5 s at the start, one of two for 1 s. False alarm: 18 to 19 s. B until 12 s is A.
    assert error_rate(REFERENCE, found, WHOLE) == ErrorRate(1500, 1000, 2000, 19_000)
    without = Convention(with_overlap=False)
    assert error_rate(REFERENCE, found, WHOLE, without) == ErrorRate(500, 1000, 2000, 17_000)


def test_a_collar_of_250_ms_forgives_so_much_on_each_side_of_every_boundary():
    found = (turn("1", 200, 10_000), turn("2", 9000, 18_400))
    strict = error_rate(REFERENCE, found, WHOLE)
    assert (strict.missed_ms, strict.false_alarm_ms) == (200, 400)
    with_collar = error_rate(REFERENCE, found, WHOLE, Convention(250))
    assert (with_collar.missed_ms, with_collar.false_alarm_ms) == (0, 150)
    assert with_collar.speech_ms == 19_000 - 250 - 250 - 3 * 500


def test_only_what_is_scored_counts():
    found = error_rate(REFERENCE, (turn("1", 0, 20_000),), (Span(2000, 4000), Span(18_500, 19_000)))
    assert found == ErrorRate(0, 500, 0, 2000)


def test_confusion_is_a_share_of_the_speech_of_the_reference():
    assert ErrorRate(confused_ms=950, speech_ms=19_000).confusion == pytest.approx(0.05)
    assert pooled((ErrorRate(1, 2, 3, 4), ErrorRate(10, 20, 30, 40))) == ErrorRate(11, 22, 33, 44)
    assert pooled(()).der == 0


def test_a_negative_collar_is_refused():
    with pytest.raises(ValueError, match="collar_ms"):
        Convention(-1)


def test_speech_that_got_another_speaker_is_revised():
    live = (turn("0", 0, 2000), turn("0", 2000, 4000), turn("1", 5000, 6000))
    final = (turn("0", 0, 2000), turn("1", 2000, 4000), turn("1", 5000, 6000))
    assert revised_ms(Heard(live, final, (), 0.0)) == 2000
    assert revised_ms(Heard(live, live, (), 0.0)) == 0


class Metronome:
    """Says that two speakers take turns of equal length; in the end, that the first was wrong."""

    def __init__(self, turn_s: int = 1) -> None:
        self._turn_ms, self._samples, self._ended = 1000 * turn_s, 0, False

    def push(self, samples: Mono) -> None:
        self._samples += len(samples)

    def flush(self) -> None:
        self._ended = True

    @property
    def live(self) -> tuple[Stretch, ...]:
        length_ms = self._turn_ms
        count = self._samples // 16 // length_ms
        return tuple((length_ms * n, length_ms * (n + 1), n % 2) for n in range(count))

    @property
    def final(self) -> tuple[Stretch, ...]:
        assert self._ended
        return ((0, self._turn_ms, 1), *self.live[1:])

    @property
    def overlaps(self) -> tuple[Span, ...]:
        return (Span(0, self._turn_ms), Span(self._turn_ms, 2 * self._turn_ms))


def changing(turns: int, turn_s: int = 1) -> tuple[SpeakerTurn, ...]:
    length_ms = 1000 * turn_s
    return tuple(turn("AB"[n % 2], length_ms * n, length_ms * (n + 1)) for n in range(turns))


def test_a_recording_is_heard_as_it_would_come():
    samples = np.zeros(16_050, np.int16)
    assert [len(chunk) for chunk in chunks(samples)] == [*repeat(1600, 10), 50]
    heard = hear(Metronome(), samples)
    assert heard.live == (turn("0", 0, 1000),)
    assert heard.final == (turn("1", 0, 1000),)


def test_of_two_at_once_it_is_told_how_much_was_found_and_how_much_of_that_is_right():
    taken = (Span(9500, 10_500), Span(11_000, 12_000))
    found = overlap(REFERENCE, taken)
    assert found == Overlap(true_ms=1000, found_ms=500, stretches=2, right=1)
    assert (found.recall, found.precision) == (0.5, 0.5)
    assert (Overlap().recall, Overlap().precision) == (0, 0)


def test_figures_tell_of_live_and_end_and_the_worst_pair():
    samples = np.zeros(160_000, np.int16)
    good = measured(lambda _: Metronome(), samples, changing(10), 2, "clean", "good", True)
    bad = measured(lambda _: Metronome(), samples, (turn("A", 0, 10_000),), 2, "clean", "bad")
    found = figures(summary("clean", (good, bad)))
    assert found["confusion_live"] == pytest.approx((0 + 5) / 20)
    assert found["confusion"] == pytest.approx((1 + 4) / 20)
    assert found["confusion_same_sex"] == pytest.approx(0.1)
    assert found["worst_pair"] == "bad"
    assert (found["overlap_recall"], found["overlap_precision"]) == (0, 0)
    assert found["revised"] == pytest.approx(0.1)
    assert found["right_count_of_speakers"] == 0.5
    assert json.dumps(found)


def test_half_hours_are_scored_under_the_names_of_the_whole():
    def block() -> Conversation:
        samples = np.zeros(600 * 16_000, np.int16)
        return Conversation("c", Condition.CLEAN, samples, changing(20, 30))

    parts = endured(lambda _: Metronome(30), repeat(block()), 2 * HALF_HOUR_MS)
    assert [part.start_ms for part in parts] == [0, HALF_HOUR_MS]
    assert parts[0].live.confusion == parts[1].final.confusion == 0
    assert parts[0].final.confused_ms == 30_000
    assert drift_figures(parts)["last"]["from_min"] == 30


def nowhere(_: Mono) -> np.ndarray:
    """All voices are one."""
    return np.zeros(3, np.float32)


class Farther:
    """Every voice lies ten units from the one before it."""

    def __init__(self) -> None:
        self._heard = 0

    def __call__(self, _: Mono) -> np.ndarray:
        self._heard += 1
        return np.full(1, 10 * self._heard, np.float32)


def test_silence_has_no_speakers():
    diarizer = ThresholdDiarizer(Vad(), nowhere, 2)
    assert hear(diarizer, np.zeros(32_000, np.int16)).final == ()


@pytest.mark.shared
def test_two_on_a_telephone_are_heard(shared_data: Path):
    recording = call(shared_data)
    diarizer = ThresholdDiarizer(Vad(), nowhere, 2)
    found = error_rate(recording.turns, hear(diarizer, recording.samples).final, (Span(0, 30_000),))
    assert found.missed < 0.2
    assert found.false_alarm < 0.05


@pytest.mark.shared
@pytest.mark.parametrize("max_speakers", [2, 3])
def test_voices_far_from_each_other_are_as_many_speakers_as_there_may_be(
    shared_data: Path, max_speakers: int
):
    diarizer = ThresholdDiarizer(Vad(), Farther(), max_speakers)
    heard = hear(diarizer, call(shared_data).samples)
    assert len({turn.speaker for turn in heard.live}) == max_speakers


@pytest.mark.shared
def test_meetings_of_which_there_is_sound_are_read(shared_data: Path):
    found = tuple(meetings(shared_data))
    assert len(found) == 11
    assert all(one.scored == (Span(0, 30_000),) for one in found)
    assert error_rate(found[0].turns, found[0].turns, found[0].scored, STRICT).der == 0
