"""Against the solution that SciPy has of the same problem."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from asr.matching import MOST_SPEAKERS, best_match

amounts = st.lists(
    st.lists(st.integers(0, 50), min_size=1, max_size=5), min_size=1, max_size=5
).map(lambda rows: [(row + [0] * 5)[:5] for row in rows])


def named(rows):
    return {
        f"label {i}": {f"S{j + 1}": amount for j, amount in enumerate(row)}
        for i, row in enumerate(rows)
    }


@given(amounts)
def test_no_other_pairs_have_more_in_common(rows):
    shared = named(rows)
    pairs = best_match(shared)
    table = np.array(rows)
    optimum = table[linear_sum_assignment(table, maximize=True)].sum()
    assert sum(shared[label][speaker] for label, speaker in pairs.items()) == optimum


@given(amounts)
def test_each_speaker_is_given_once_to_a_label_that_has_something_in_common(rows):
    shared = named(rows)
    pairs = best_match(shared)
    assert len(set(pairs.values())) == len(pairs)
    assert all(shared[label][speaker] > 0 for label, speaker in pairs.items())


def test_a_label_takes_its_second_best_where_that_is_better_for_all():
    shared = {"a": {"S1": 10, "S2": 9}, "b": {"S1": 8, "S2": 0}}
    assert best_match(shared) == {"a": "S2", "b": "S1"}


def test_of_very_many_speakers_those_who_share_most_are_matched():
    many = {
        f"label {i}": {f"S{j}": 1000 - j if i == j else 0 for j in range(30)} for i in range(30)
    }
    assert best_match(many) == {f"label {i}": f"S{i}" for i in range(MOST_SPEAKERS)}


def test_nothing_gives_no_pairs():
    assert best_match({}) == {}
    assert best_match({"a": {}}) == {}
