import numpy as np
import pytest

from notegen.clauses import Clause
from notegen.headers import Header
from notegen.word_worth import (
    BUCKETS,
    TIMES,
    Told,
    WordWorth,
    is_formal,
    tokens,
    told,
    word_buckets,
)
from notegen.wording import Form
from notegen.worth import worth
from scribe.transcript import Role, Utterance

PLAIN = Clause("Allergic to penicillin.", ("u2",), Form.TOLD, "answer", 1.0)
SAID = (
    Utterance("u1", "S1", Role.CLINICIAN, 0, 0, "Are you allergic?"),
    Utterance("u2", "S2", Role.PATIENT, 0, 0, "Allergic to penicillin."),
)


def test_words_are_counted_by_who_said_them():
    found = told(SAID)
    assert (found.clinician["allergic"], found.others["allergic"]) == (1, 1)
    assert (found.clinician["penicillin"], found.others["penicillin"]) == (0, 1)


def test_words_are_those_that_rouge_counts():
    assert tokens("Dr. X's 1-1/2 packs") == ("dr", "x", "s", "1", "1", "2", "packs")
    assert is_formal("the")
    assert not is_formal("penicillin")


def test_each_word_has_buckets_for_each_time_that_it_is_there():
    (clause,) = word_buckets((PLAIN,), Header.ALLERGY, told(SAID), 3)
    assert [len(times) for times in clause] == [TIMES] * 3
    for times in clause:
        assert all(0 <= found.min() <= found.max() < BUCKETS for found in times)
        assert len({tuple(found) for found in times}) == TIMES


def test_what_was_learnt_promises_a_word_less_often_than_once():
    (found,) = worth().of_words.promises((PLAIN,), Header.ALLERGY, told(SAID), 3)
    assert found.shape == (3, TIMES)
    assert (found > 0).all()
    assert (found < 1).all()
    assert (found[:, 0] > found[:, 1]).all()


def test_without_weights_all_is_as_likely_as_the_offset_says():
    even = WordWorth(np.zeros(BUCKETS, np.float32), 0.0)
    (found,) = even.promises((PLAIN,), Header.PLAN, Told(told(()).clinician, told(()).others), 3)
    assert found == pytest.approx(0.5)
