"""Tests of pronunciation dictionaries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.lexicon import (
    DIALOGUE_DICTIONARY,
    MEDICAL_TERMS,
    PHONES,
    Pronunciation,
    dictionary_lines,
    parse_pronunciations,
    plain_word,
    read_pronunciations,
)
from scribe.errors import InputError

words = st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=12)
phones = st.lists(st.sampled_from(sorted(PHONES)), min_size=1, max_size=8).map(tuple)
pronunciations = st.builds(Pronunciation, words, phones)


@given(st.lists(pronunciations, unique=True))
def test_a_dictionary_that_is_written_is_read_again(said: list[Pronunciation]) -> None:
    again = parse_pronunciations(dictionary_lines(said), "x.dict")
    assert sorted(again, key=repr) == sorted(said, key=repr)


def test_a_second_way_to_say_a_word_gets_a_number() -> None:
    said = (Pronunciation("the", ("DH", "AH")), Pronunciation("the", ("DH", "IY")))
    assert list(dictionary_lines(said)) == ["the DH AH", "the(2) DH IY"]


def test_the_first_way_to_say_a_word_stays_the_first() -> None:
    lines = ("read R IY D", "a AH", "read(2) R EH D")
    assert list(dictionary_lines(parse_pronunciations(lines, "x"))) == [
        "a AH",
        "read R IY D",
        "read(2) R EH D",
    ]


def test_comments_with_empty_lines_are_passed_over() -> None:
    assert parse_pronunciations(["# drugs", "", "pain P EY N"], "x") == (
        Pronunciation("pain", ("P", "EY", "N")),
    )


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["pain P EY N", "ache EI K"], r"x, line 2: expected .* found EI"),
        (["pain"], "x, line 1: expected .* found no phones"),
        (["pain P EY N", "pain(2) P EY N"], "x, line 2: .* line 1 again"),
    ],
)
def test_a_malformed_line_is_named(lines: list[str], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        parse_pronunciations(lines, "x")


def test_an_absent_dictionary_is_named() -> None:
    with pytest.raises(InputError, match="expected a pronunciation dictionary, found no file"):
        read_pronunciations(MEDICAL_TERMS.parent / "absent.dict")


def test_a_variant_has_the_name_of_its_word() -> None:
    assert [plain_word(word) for word in ("read(2)", "read", "<sil>")] == ["read", "read", "<sil>"]


def test_our_medical_terms_are_in_the_decoders_dictionary() -> None:
    terms = read_pronunciations(MEDICAL_TERMS)
    assert len({said.word for said in terms}) > 1000
    assert set(terms) <= set(read_pronunciations(DIALOGUE_DICTIONARY))
