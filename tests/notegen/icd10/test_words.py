import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.words import Side, key, read_tokens, side_fit, side_of, sides, stem, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("migraines", "migraine"),
        ("allergies", "allergy"),
        ("sprained", "sprain"),
        ("wheezing", "wheeze"),
        ("diarrhoea", "diarrhea"),
        ("anaemia", "anemia"),
        ("renal", "kidney"),
        ("III", "3"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one.lower()) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hypotension", "hypertension"), ("hydration", "dehydration")]
)
def test_opposites_do_not_share_a_stem(one, other):
    assert stem(one) != stem(other)


def test_the_order_of_words_and_the_side_do_not_change_the_key():
    assert key(stems("pain in my right knee")) == key(stems("knee pain"))


def test_a_letter_that_names_a_type_is_kept():
    assert stems("hepatitis A") != stems("hepatitis")
    assert stems("a hepatitis") == stems("hepatitis")


def test_sides_are_read():
    assert sides("Pain in left knee") == {Side.LEFT}
    assert side_of({Side.LEFT, Side.RIGHT}) is Side.BILATERAL
    assert side_of(set()) is None


def test_a_phrase_fits_only_the_side_that_it_names():
    assert side_fit("right lower quadrant pain", Side.RIGHT) == 1.0
    assert side_fit("right lower quadrant pain", Side.LEFT) < 1.0
    assert side_fit("knee pain", Side.LEFT) == 1.0


@given(st.text(max_size=80))
def test_tokens_lie_in_the_text_in_order(text):
    tokens = read_tokens(text)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("testicular pain", "pain in the testicle"),
        ("deep venous thrombosis", "deep vein thrombosis"),
        ("pancreatic cyst", "cyst of the pancreas"),
        ("I can't sleep", "cannot sleep"),
    ],
)
def test_an_adjective_and_its_noun_are_one_word(one, other):
    assert key(stems(one)) == key(stems(other))


def test_a_shortened_no_is_not_lost():
    assert "not" in stems("it doesn't heal")
    assert "cannot" in stems("I can\u2019t sleep")
