"""The subsequence that rouge-score reads out."""

from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import lcs_ind

from notegen.subsequence import common_positions

WORDS = st.lists(st.sampled_from("abcde"), max_size=12)


def test_words_in_the_same_order_are_found() -> None:
    said = ("no", "chest", "pain", "today")
    assert common_positions(said, ("chest", "pain", "is", "gone", "today")) == (1, 2, 3)


def test_nothing_is_common_to_nothing() -> None:
    assert common_positions([], ["pain"]) == common_positions(["pain"], []) == ()


@given(WORDS, WORDS)
def test_it_is_the_one_that_the_package_takes(reference: list[str], other: list[str]) -> None:
    assert common_positions(reference, other) == tuple(lcs_ind(reference, other))
