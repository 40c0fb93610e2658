"""Clinical words in plain language."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.glossary import glossary, in_plain_words, read_glossary
from notegen.readability import grade
from notegen.terms import Kind, read_terms
from scribe.errors import InputError


def test_there_are_at_least_two_hundred_terms() -> None:
    assert len(glossary()) >= 200


def test_a_meaning_is_one_or_two_short_sentences() -> None:
    for entry in glossary().values():
        assert entry.meaning[0].isupper(), entry.term
        assert entry.meaning.endswith("."), entry.term
        assert len(entry.meaning.split()) <= 16, entry.term
        assert grade(entry.meaning) < 9, entry.term


def test_meanings_are_easy_together() -> None:
    assert grade("\n".join(entry.meaning for entry in glossary().values())) < 5


def test_conditions_tests_and_procedures_that_the_writer_knows_are_explained() -> None:
    text = files("notegen").joinpath("data", "terms.txt").read_text(encoding="utf-8")
    kinds = (Kind.CONDITION, Kind.TEST)
    known = {term.name for _, term in read_terms(text) if term.kind in kinds}
    missing = sorted(name for name in known if name.lower() not in glossary())
    assert len(missing) <= len(known) // 20, missing


def test_the_longer_of_two_terms_counts() -> None:
    plain = in_plain_words("You have gestational diabetes and diabetes.")
    assert plain.text == "You have diabetes while pregnant and diabetes."
    assert [entry.term for entry in plain.terms] == ["gestational diabetes", "diabetes"]


def test_a_plural_is_the_term_and_a_capital_stays() -> None:
    assert in_plain_words("Echocardiograms").text == "Heart ultrasound"


def test_plain_words_are_not_explained_away_again() -> None:
    assert in_plain_words("GERD").text == "Acid reflux"


def test_a_part_of_a_word_is_no_term() -> None:
    assert in_plain_words("the goutte").text == "the goutte"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gout", "line 1: expected 'term"),
        ("# c\n\ngout | | ", "line 3: expected 'term"),
        (" | a | b", "line 1: expected 'term"),
        ("a | | B.\nA | | C.", "line 2: expected each term once"),
    ],
)
def test_a_line_that_is_no_entry_is_told(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_glossary(text)


_WORD = st.text(st.characters(exclude_characters="|#", exclude_categories=("C", "Z")), min_size=1)


@given(st.lists(st.tuples(_WORD, _WORD, _WORD), max_size=5, unique_by=lambda e: e[0].lower()))
def test_what_is_written_is_read(entries: list[tuple[str, str, str]]) -> None:
    text = "\n".join(" | ".join(entry) for entry in entries)
    read = [(entry.term, entry.words, entry.meaning) for entry in read_glossary(text)]
    assert read == entries


@given(st.text(max_size=80))
def test_text_without_terms_is_as_it_was(text: str) -> None:
    plain = in_plain_words(text)
    if not plain.terms:
        assert plain.text.lower() == text.lower()
