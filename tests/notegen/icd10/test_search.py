import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notegen.icd10.search import encounter, search


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("acute otitis media right ear", "H66.91"),
        ("closed fracture of distal right radius", "S52.501A"),
        ("ckd stage 3", "N18.30"),
        ("heart attack", "I21.9"),
        ("ringing in the ears", "H93.19"),
        ("left lower quadrant pain", "R10.32"),
        ("benign paroxysmal vertigo, left ear", "H81.12"),
        ("giant cell arteritis with polymyalgia rheumatica", "M31.5"),
    ],
)
def test_the_code_of_a_phrase_comes_first(table, before, phrase, code):
    assert search(table, phrase, before)[0].resolved.entry.code == code


def test_scores_fall_and_codes_do_not_repeat(table, before):
    found = search(table, "chronic kidney disease", before)
    scores = [f.score for f in found]
    codes = [f.resolved.entry.code for f in found]
    assert scores == sorted(scores, reverse=True)
    assert len(set(codes)) == len(codes) <= 10


def test_no_word_finds_no_code(table, before):
    assert search(table, "", before) == ()
    assert search(table, "the of in", before) == ()


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_whatever_is_asked_only_billable_codes_are_found(table, before, text):
    for found in search(table, text, before):
        assert found.resolved.entry.billable_on(before)
        assert 0 <= found.score <= 1


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Twisted her ankle yesterday.", "A"),
        ("Here for follow-up of a wrist fracture.", "D"),
        ("Sequela of an old fracture.", "S"),
    ],
)
def test_the_visit_decides_the_seventh_character(text, letter):
    assert encounter(text) == letter
