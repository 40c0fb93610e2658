import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.postings import Arrays, Postings, invert

PHRASES = (
    ("J45.909", "C", ("asthma",)),
    ("J18.9", "D", ("pneumonia",)),
    ("P23.9", "d", ("congenital", "pneumonia")),
    ("E11.9", "d", ("diabete", "without", "coma")),
    ("E11.01", "d", ("diabete", "with", "coma")),
    ("-", "N", ("asthma", "action", "plan")),
    ("D49.1", "t", ("neoplasm", "lung")),
)
WORDS = tuple(sorted({word for _, _, stems in PHRASES for word in stems}))
IDF = dict.fromkeys(WORDS, math.log(5))


@pytest.fixture(scope="module")
def postings():
    return Postings(invert(PHRASES, WORDS), IDF, math.log(8))


def rows(postings, *content):
    return [row for row, _ in postings.best(content, 10)]


def test_the_phrase_of_the_same_stems_is_best(postings):
    row, score = postings.best(("pneumonia",), 10)[0]
    assert row == 2
    assert score == pytest.approx(0.97)


def test_what_names_nothing_is_never_found(postings):
    assert rows(postings, "asthma", "action", "plan") == [1]


def test_what_must_be_said_lowers_a_phrase_that_takes_it_for_granted(postings):
    scores = dict(postings.best(("pneumonia",), 10))
    said = dict(postings.best(("pneumonia", "congenital"), 10))
    assert scores[3] < 0.7 < said[3]


def test_with_and_without_are_contrary(postings):
    assert rows(postings, "diabete", "with", "coma")[0] == 5
    assert rows(postings, "diabete", "without", "coma")[0] == 4


def test_a_line_of_a_table_needs_what_the_table_is_about(postings):
    assert 7 not in rows(postings, "lung")
    assert rows(postings, "lung", "neoplasm") == [7]


def test_unknown_words_find_nothing(postings):
    assert postings.best(("xyzzy",), 10) == ()
    assert postings.best((), 10) == ()


@given(st.lists(st.sampled_from(WORDS), min_size=1, unique=True), st.integers(1, 5))
def test_scores_are_shares_in_falling_order(content, most):
    postings = Postings(invert(PHRASES, WORDS), IDF, math.log(8))
    scores = [score for _, score in postings.best(content, most)]
    assert len(scores) <= most
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 0.9701 for score in scores)


def test_arrays_come_back_from_their_bytes():
    arrays = invert(PHRASES, WORDS)
    again = Arrays.of_bytes(arrays.to_bytes())
    for name in ("starts", "phrases", "first", "kinds"):
        assert np.array_equal(getattr(arrays, name), getattr(again, name))
