import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.speaker_hmm import Model
from asr.speakers import SpeakerClusters, Voice

AXES = 12
MODEL = Model(np.full(AXES, 9.0))


def clusters(max_speakers: int = 2) -> SpeakerClusters:
    return SpeakerClusters(MODEL, max_speakers)


def voices(
    place: float,
    count: int,
    seed: int,
    length_ms: int = 1500,
    axis: int = 0,
    change: float = 0.3,
    log_odds: float = 0.0,
) -> tuple[Voice, ...]:
    """Voices scattered by 1 along every axis about a place on one of them."""
    points = np.random.default_rng(seed).normal(size=(count, AXES)).astype(np.float32)
    points[:, axis] += place
    return tuple(Voice(point, length_ms, change, log_odds) for point in points)


def test_before_anybody_spoke_there_is_no_speaker() -> None:
    ours = clusters()
    assert ours.speakers == 0
    ours.add((Voice(None, 80),))
    assert ours.speakers == 0
    assert ours.voices == 1
    assert ours.labels.tolist() == [0]
    ours.regroup()
    assert ours.labels.tolist() == [0]


def test_a_single_voice_stays_one_speaker_however_long_it_speaks() -> None:
    for seed in range(5):
        ours = clusters()
        for part in range(20):
            ours.add(voices(0, 3, seed * 100 + part))
            assert ours.speakers == 1


def test_two_voices_become_two_and_the_first_to_speak_is_number_0() -> None:
    for places in ((-6, 6), (6, -6)):
        ours = clusters()
        for turn in range(6):
            ours.add(voices(places[turn % 2], 2, turn))
        assert ours.speakers == 2
        assert ours.labels.tolist() == [0, 0, 1, 1] * 3


def test_numbers_stay_when_groups_change() -> None:
    ours = clusters()
    ours.add(voices(-6, 4, 1) + voices(6, 4, 2))
    before = ours.labels[:8].tolist()
    for turn in range(20):
        ours.add(voices(6 if turn % 3 else -6, 2, turn))
        assert ours.labels[:8].tolist() == before


def test_as_many_speakers_are_found_as_there_are_up_to_the_most_allowed() -> None:
    for allowed, expected in ((1, 1), (2, 2), (3, 3), (5, 3)):
        ours = clusters(allowed)
        for turn in range(12):
            ours.add(voices(9, 3, turn, axis=turn % 3))
        ours.regroup()
        assert ours.speakers == expected


def test_a_cough_is_no_second_speaker() -> None:
    ours = clusters()
    ours.add(voices(0, 20, 1) + voices(15, 1, 2, length_ms=260))
    assert ours.speakers == 1


def test_a_voice_too_short_to_tell_goes_with_those_around_it() -> None:
    ours = clusters()
    ours.add((*voices(-6, 4, 1), Voice(None, 80, change=0.05), *voices(6, 4, 2)))
    assert ours.speakers == 2
    assert ours.labels[4] == ours.labels[3]


def test_words_tell_apart_who_sounds_alike() -> None:
    deaf, listening = clusters(), clusters()
    for turn in range(16):
        sign = 1 if turn % 2 else -1
        deaf.add(voices(0.3 * sign, 1, turn, change=0.7))
        listening.add(voices(0.3 * sign, 1, turn, change=0.7, log_odds=6.0 * sign))
    listening.regroup()
    assert deaf.speakers == 1
    assert listening.labels.tolist() == [0, 1] * 8


def test_between_groupings_new_voices_go_to_whom_they_belong() -> None:
    ours = clusters()
    for turn in range(40):
        ours.add(voices(6 if turn % 2 else -6, 2, turn))
    for turn in range(40, 44):
        ours.add(voices(6 if turn % 2 else -6, 1, turn, length_ms=500))
        assert ours.labels[-1] == turn % 2


def test_the_means_are_where_the_voices_lie() -> None:
    ours = clusters()
    ours.add(voices(2, 10, 1) + voices(14, 10, 2))
    assert ours.means[:, 0] == pytest.approx([2, 14], abs=1.0)
    assert ours.heard_s == pytest.approx([12.5, 12.5], abs=0.1)


def test_where_two_speak_at_once_is_known_at_once_and_in_the_end() -> None:
    ours = clusters()
    for turn in range(12):
        ours.add(voices(8 if turn % 2 else -8, 2, turn))
    ours.add(voices(0, 1, 99, length_ms=2000))
    assert ours.overlaps[-1] > 0.9
    ours.regroup()
    assert ours.overlaps[-1] > 0.9
    assert ours.overlaps[:-1].max() < 0.5


@settings(deadline=None, max_examples=50)
@given(
    places=st.lists(st.floats(-20, 20), min_size=1, max_size=12),
    length_ms=st.integers(0, 5000),
    most=st.integers(1, 4),
)
def test_there_are_never_more_than_allowed(places: list[float], length_ms: int, most: int) -> None:
    ours = clusters(most)
    for number, place in enumerate(places):
        ours.add(voices(place, 1, number, length_ms))
    assert ours.speakers <= most
    assert np.isfinite(ours.shares).all()
    assert ours.shares.sum(axis=1) == pytest.approx(np.ones(len(places)))
    assert ((ours.overlaps >= 0) & (ours.overlaps <= 1)).all()


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="max_speakers: expected at least 1, found 0"):
        clusters(0)
