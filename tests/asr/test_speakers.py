import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.speakers import SpeakerClusters, Voice

AXES = 12


def voices(place: float, count: int, seed: int, length_ms: int = 1500) -> tuple[Voice, ...]:
    """Voices scattered by 1 along every axis about a place on the first."""
    points = np.random.default_rng(seed).normal(size=(count, AXES)).astype(np.float32)
    points[:, 0] += place
    return tuple(Voice(point, length_ms) for point in points)


def labels(clusters: SpeakerClusters) -> list[int]:
    return [int(speaker) for speaker in clusters.costs().argmin(axis=1)]


def test_before_anybody_spoke_there_is_no_speaker() -> None:
    clusters = SpeakerClusters(AXES)
    assert clusters.speakers == 0
    clusters.add((Voice(None, 80),))
    assert clusters.speakers == 0
    assert clusters.voices == 1


def test_a_single_voice_stays_one_speaker_however_long_it_speaks() -> None:
    for seed in range(10):
        clusters = SpeakerClusters(AXES)
        for part in range(20):
            clusters.add(voices(0, 3, seed * 100 + part))
            assert clusters.speakers == 1


def test_two_voices_become_two_and_the_first_to_speak_is_number_0() -> None:
    for places in ((-6, 6), (6, -6)):
        clusters = SpeakerClusters(AXES)
        for turn in range(6):
            clusters.add(voices(places[turn % 2], 2, turn))
        assert clusters.speakers == 2
        assert labels(clusters) == [0, 0, 1, 1] * 3


def test_numbers_stay_when_groups_change() -> None:
    clusters = SpeakerClusters(AXES)
    clusters.add(voices(-6, 4, 1) + voices(6, 4, 2))
    before = labels(clusters)
    for turn in range(20):
        clusters.add(voices(6 if turn % 3 else -6, 2, turn))
        assert labels(clusters)[:8] == before


def test_a_cough_is_no_second_speaker() -> None:
    clusters = SpeakerClusters(AXES)
    clusters.add(voices(0, 20, 1) + voices(30, 1, 2, length_ms=400))
    assert clusters.speakers == 1


def test_a_voice_too_short_to_tell_costs_nothing_with_anybody() -> None:
    clusters = SpeakerClusters(AXES)
    clusters.add((*voices(-6, 4, 1), Voice(None, 80), *voices(6, 4, 2)))
    assert clusters.speakers == 2
    assert not clusters.costs()[4].any()


@settings(deadline=None, max_examples=50)
@given(
    places=st.lists(st.floats(-20, 20), min_size=1, max_size=12),
    lengths=st.integers(0, 5000),
)
def test_there_are_never_more_than_two(places: list[float], lengths: int) -> None:
    clusters = SpeakerClusters(AXES)
    for number, place in enumerate(places):
        clusters.add(voices(place, 1, number, lengths))
    assert clusters.speakers <= 2
    assert np.isfinite(clusters.costs()).all()
    assert clusters.costs().shape == (len(places), clusters.speakers)
