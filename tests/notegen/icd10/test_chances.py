from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.chances import chances

SCORES = st.lists(st.floats(0, 1), max_size=10).map(lambda s: sorted(s, reverse=True))


@given(SCORES)
def test_chances_are_probabilities_that_never_rise(scores):
    found = chances(scores)
    assert len(found) == len(scores)
    assert all(0 < chance < 1 for chance in found)
    assert all(a >= b for a, b in pairwise(found))


def test_a_code_that_stands_alone_is_surer_than_one_of_two_equals():
    assert chances((1.0, 0.5))[0] > chances((1.0, 1.0))[0]


def test_nothing_found_has_no_chances():
    assert chances(()) == ()


@pytest.mark.parametrize("score", [0.3, 0.6, 0.9])
def test_a_better_score_is_a_better_chance(score):
    assert chances((score + 0.1, 0.2))[0] > chances((score, 0.2))[0]
