import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notegen.icd10.assembly import Assembled
from notegen.icd10.build import compile_table
from notegen.icd10.release import IndexPhrase, Origin, Release, ReleaseCode
from notegen.icd10.search import encounter, search
from notegen.icd10.table import IcdTable, current_stamp


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


@pytest.fixture
def small(tmp_path):
    """A table of a few codes, with phrases as of an official index."""
    codes = (
        ("K20.0", "Inflammation of gullet with bleeding"),
        ("K20.1", "Inflammation of gullet without bleeding"),
        ("C15.0", "Growth at the gullet"),
        ("S10.0", "Hurt gullet"),
        ("P90.0", "Gullet spasm of newborn"),
    )
    phrases = (
        IndexPhrase("malignant neoplasm of gullet", "C15.0", Origin.TABLE),
        IndexPhrase("laceration gullet", "S10.0", Origin.BELOW),
    )
    listed = tuple(ReleaseCode(c, text, True, "", False, ()) for c, text in codes)
    path = tmp_path / "small.sqlite"
    compile_table(path, Assembled(Release(2026, listed, phrases), 0), current_stamp())
    with IcdTable.open(path) as table:
        yield table


def scores(table, text, day):
    return {found.resolved.entry.code: found.score for found in search(table, text, day)}


def test_a_growth_is_found_only_where_one_is_said(small, before):
    assert small.entry("C15.0").billable_on(before)
    assert scores(small, "pain of gullet", before).get("C15.0", 0.0) < 0.6
    assert scores(small, "malignant neoplasm of gullet", before)["C15.0"] > 0.9


def test_an_index_line_counts_less_where_its_main_term_is_not_said(small, before):
    found = scores(small, "sore gullet", before)
    said = scores(small, "laceration sore gullet", before)
    assert found["S10.0"] < 0.75 * said["S10.0"]


def test_with_is_not_without(small, before):
    found = scores(small, "gullet inflammation without bleeding", before)
    assert found["K20.1"] > 1.5 * found["K20.0"]


def test_what_is_of_the_newborn_is_for_who_says_so(small, before):
    assert scores(small, "gullet spasm", before)["P90.0"] < 0.75
    assert scores(small, "gullet spasm of newborn", before)["P90.0"] > 0.9
