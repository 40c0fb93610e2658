"""The weights by which sentences are chosen."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from notegen.selection import BUCKETS, OUTPUTS, Selection, Unit, selection, vector

_PLAN = Unit("I will order an MRI of the left knee.", "okay", 0.9, ("voice clinician",))
_TALK = Unit("The weather was nice on the way.", "how was the drive", 0.02, ("voice patient",))


def test_a_decision_is_worth_more_than_talk() -> None:
    plan, talk = selection().worth([_PLAN, _TALK])
    assert plan[0] > talk[0]


def test_a_decision_belongs_to_the_plan() -> None:
    (scores,) = selection().worth([_PLAN])
    assert OUTPUTS[1 + int(np.argmax(scores[1:]))] == "plan"


def test_no_sentences_have_no_worth() -> None:
    assert selection().worth([]).shape == (0, len(OUTPUTS))


@given(st.text(max_size=60), st.text(max_size=60), st.floats(0, 1))
def test_a_vector_has_each_bucket_once_and_finite_values(
    text: str, before: str, place: float
) -> None:
    found = vector(Unit(text, before, place, ("stated",)))
    assert len(set(found.buckets.tolist())) == len(found.buckets)
    assert found.buckets.min() >= 0
    assert found.buckets.max() < BUCKETS
    assert np.isfinite(found.values).all()


def test_worth_is_a_weighted_sum_of_what_is_found() -> None:
    ones = Selection(np.ones((len(OUTPUTS), BUCKETS), np.float32), np.zeros(len(OUTPUTS)))
    (scores,) = ones.worth([_PLAN])
    assert np.allclose(scores, vector(_PLAN).values.sum())
