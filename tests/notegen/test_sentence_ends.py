"""Where sentences end in words without punctuation."""

import numpy as np
import pytest

from notegen.sentence_ends import (
    BUCKETS,
    SentenceEnds,
    gap_features,
    hashed,
    plain_words,
    sentence_ends,
    since_features,
)

_WORDS = ["i", "feel", "tired", "during", "the", "day", "and", "i", "cough", "at", "night"]


def test_the_shipped_weights_see_an_end_before_a_new_clause_rather_than_within_one() -> None:
    gaps = sentence_ends().gaps(_WORDS)
    new = _WORDS.index("and")
    assert all(
        gaps.log_odds(0, new) > gaps.log_odds(0, k) for k in range(1, len(_WORDS)) if k != new
    )


def test_punctuation_and_the_value_of_a_digit_are_not_read() -> None:
    assert plain_words(["fine,", "7.2", "-"]) == ("fine", "0.0", ",")


def test_there_are_features_for_each_gap_and_for_no_other_place() -> None:
    assert len(gap_features(_WORDS, frozenset())) == len(_WORDS) - 1
    assert gap_features(["yes"], frozenset()) == []


def test_what_was_said_since_the_last_end_counts() -> None:
    assert since_features(_WORDS, 0, 6) != since_features(_WORDS, 3, 6)


def test_the_log_odds_are_the_offset_with_the_weights_of_all_features() -> None:
    weights = np.arange(BUCKETS, dtype=np.float32) / BUCKETS
    ends = SentenceEnds(weights, -2.0, frozenset({"and"}))
    features = (*gap_features(_WORDS, ends.common)[5], *since_features(_WORDS, 2, 6))
    expected = -2.0 + float(weights[hashed(features)].sum())
    assert ends.gaps(_WORDS).log_odds(2, 6) == pytest.approx(expected, rel=1e-5)


def test_every_feature_falls_into_a_bucket() -> None:
    assert all(0 <= bucket < BUCKETS for bucket in hashed([f"1 {word}" for word in _WORDS]))
