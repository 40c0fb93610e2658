import numpy as np
import pytest

from notegen.clauses import Clause
from notegen.headers import HEADERS, Header
from notegen.word_worth import WordWorth
from notegen.wording import Form
from notegen.worth import BUCKETS, LENGTHS, Worth, length_vector, vector, worth

PLAIN = Clause("Penicillin.", ("u2",), Form.LISTED, "allergies", 1.0)
TALK = Clause("The patient will see.", ("u2",), Form.TOLD, "unasked", 1.0)


def test_a_clause_is_a_sparse_vector():
    found = vector(PLAIN, Header.ALLERGY, 3)
    assert np.all(np.diff(found.buckets) > 0)
    assert 0 <= found.buckets[0] <= found.buckets[-1] < BUCKETS


def test_the_header_matters():
    one, other = (vector(PLAIN, h, 3).buckets for h in (Header.ALLERGY, Header.PLAN))
    assert set(one) != set(other)


def test_what_was_learnt_prefers_an_allergen_to_talk():
    plain, talk = worth().shares((PLAIN, TALK), Header.ALLERGY)
    assert 0 <= talk < plain <= 1


def test_a_history_of_the_illness_is_longer_than_a_list_of_allergies():
    longer = worth().words(Header.PRESENT_ILLNESS, 200, 20)
    assert longer > 3 * worth().words(Header.ALLERGY, 200, 20) > 0


@pytest.mark.parametrize("header", HEADERS)
def test_each_header_has_a_length_of_its_own(header):
    found = length_vector(header, 50, 4)
    assert found.shape == (LENGTHS,)
    assert np.count_nonzero(found) == 5


def test_shares_stay_between_none_and_all():
    wild = Worth(
        np.full(BUCKETS, 9, np.float32),
        -3.0,
        np.zeros(LENGTHS),
        WordWorth(np.zeros(1, np.float32), 0.0),
    )
    assert wild.shares((PLAIN,), Header.PLAN).tolist() == [1.0]
    assert wild.words(Header.PLAN, 0, 0) == 0
