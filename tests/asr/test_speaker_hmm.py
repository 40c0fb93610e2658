from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.speaker_hmm import Model, Numbers, Pieces, smoothed

AXES = 6
MODEL = Model(np.full(AXES, 16.0))


def pieces(
    places: list[float],
    seed: int = 0,
    change: float = 0.3,
    log_odds: list[float] | None = None,
    weight: float = 1.0,
) -> Pieces:
    """Voices scattered by 1 about places on the first axis."""
    points = np.random.default_rng(seed).normal(size=(len(places), AXES))
    points[:, 0] += places
    points -= points.mean(axis=0)
    count = len(places)
    odds = np.zeros(count) if log_odds is None else np.array(log_odds)
    return Pieces(points, np.full(count, weight), np.full(count, change), odds)


def shares_of(labels: list[int], speakers: int = 2) -> Numbers:
    return np.asarray(0.8 * np.eye(speakers)[labels] + 0.2 / speakers)


@settings(deadline=None)
@given(
    count=st.integers(1, 6),
    speakers=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_smoothing_sums_over_every_way_speakers_can_follow(
    count: int, speakers: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    likelihoods = random.normal(size=(count, speakers)) * 3
    changes = random.uniform(0.01, 0.99, count)
    expected, total = np.zeros((count, speakers)), 0.0
    for path in product(range(speakers), repeat=count):
        chance = np.exp(likelihoods[0, path[0]]) / speakers
        for at in range(1, count):
            stays = path[at] == path[at - 1]
            if speakers > 1:
                moved = changes[at] / (speakers - 1)
                chance *= 1 - changes[at] if stays else moved
            chance *= np.exp(likelihoods[at, path[at]])
        total += chance
        for at in range(count):
            expected[at, path[at]] += chance
    shares, evidence = smoothed(likelihoods, changes)
    assert shares == pytest.approx(expected / total)
    assert evidence == pytest.approx(np.log(total))


def test_a_rough_guess_becomes_the_two_voices() -> None:
    said = [0, 1, 0, 1, 1, 0, 0, 1] * 4
    guess = [*said[:20], *[0] * 12]
    found = MODEL.refined(pieces([8.0 * s for s in said]), shares_of(guess))
    assert found.shares.argmax(axis=1).tolist() == said
    assert abs(found.means[0, 0] - found.means[1, 0]) == pytest.approx(8, abs=1.5)


def test_refining_never_loses_evidence() -> None:
    heard = pieces([0.0, 4, 0, 4, 4, 0] * 5)
    shares = shares_of([0, 0, 1] * 10)
    once = MODEL.refined(heard, shares)
    again = MODEL.refined(heard, once.shares)
    assert again.evidence >= once.evidence - 1e-6


@pytest.mark.parametrize(("apart", "speakers"), [(0.0, 1), (8.0, 2)])
def test_the_evidence_says_how_many_there_are(apart: float, speakers: int) -> None:
    said = [0, 1, 1, 0, 1, 0, 0, 1] * 4
    heard = pieces([apart * s for s in said])
    one = MODEL.refined(heard, np.ones((len(said), 1)))
    two = MODEL.refined(heard, shares_of(said))
    assert (two.evidence > one.evidence) == (speakers == 2)


def test_where_a_change_is_unlikely_a_doubtful_piece_goes_with_its_neighbours() -> None:
    said = [0, 0, 0, 1, 1, 1] * 4
    places = [6.0 * s for s in said]
    places[1] = 3.4
    heard = pieces(places, weight=0.3)
    for change, stays in ((0.5, False), (0.02, True)):
        heard.changes[:] = change
        sure = MODEL.refined(heard, shares_of(said)).shares[1, 0] > 0.95
        assert sure == stays


def test_words_tell_voices_apart_that_sound_the_same() -> None:
    said = [0, 1] * 12
    odds = [4.0 if s == 0 else -4.0 for s in said]
    silent = MODEL.refined(pieces([0.0] * 24, change=0.5), shares_of(said))
    spoken = MODEL.refined(pieces([0.0] * 24, change=0.5, log_odds=odds), shares_of(said))
    assert spoken.shares.argmax(axis=1).tolist() == said
    assert spoken.evidence > silent.evidence
    assert spoken.role[0] > 0.9
    assert spoken.role[1] < -0.9


def test_words_do_not_move_a_voice_that_is_clear() -> None:
    said = [0, 1] * 12
    odds = [2.0 if s == 0 else -2.0 for s in said]
    odds[5] = 1.0
    found = MODEL.refined(pieces([12.0 * s for s in said], log_odds=odds), shares_of(said))
    assert found.shares.argmax(axis=1).tolist() == said


def test_a_piece_in_which_two_speak_is_told_and_moves_no_voice() -> None:
    said = [0, 1] * 10
    apart = [16.0 * s for s in said]
    alone = MODEL.refined(pieces(apart), shares_of(said))
    together = MODEL.refined(pieces([*apart, 8.0, 8.0]), shares_of([*said, 0, 0]))
    mixed = (together.shares * together.mixed).sum(axis=1)
    assert (mixed > 0.9).tolist() == [False] * 20 + [True] * 2
    reach = [found.means[1, 0] - found.means[0, 0] for found in (alone, together)]
    assert reach[1] == pytest.approx(reach[0], abs=0.3)


def test_one_speaker_alone_never_speaks_with_another() -> None:
    found = MODEL.refined(pieces([0.0, 9, 4] * 4), np.ones((12, 1)))
    assert not found.mixed.any()


def test_pieces_are_given_to_speakers_who_are_known_already() -> None:
    said = [0, 1] * 10
    heard = pieces([9.0 * s for s in said])
    known = MODEL.refined(heard, shares_of(said))
    assert MODEL.assigned(heard, known)[0].argmax(axis=1).tolist() == said


def test_what_cannot_be_heard_follows_its_neighbours() -> None:
    said = [0, 0, 0, 1, 1, 1] * 3
    heard = pieces([9.0 * s for s in said], change=0.1)
    heard.weights[1] = 0
    found = MODEL.refined(heard, shares_of(said))
    assert found.shares.argmax(axis=1).tolist() == said
