"""Clinical terms in speech."""

import pytest

from notegen.terms import Kind, find_terms, read_terms
from scribe.errors import InputError


def _names(text: str) -> list[str]:
    return [m.term.name for m in find_terms(text)]


def test_what_people_say_becomes_the_term_of_the_note() -> None:
    assert _names("i ca n't catch my breath and i throw up") == ["shortness of breath", "vomiting"]


def test_the_longest_phrase_wins() -> None:
    assert _names("a stress test for type two diabetes") == ["stress test", "type 2 diabetes"]


def test_pain_takes_its_place_and_side() -> None:
    assert _names("pain in my right shoulder, my left knee hurts") == [
        "right shoulder pain",
        "left knee pain",
    ]


def test_kinds_come_from_the_headings() -> None:
    ((phrase, term), (other, same)) = read_terms("[symptom]\nfever = febrile\n")
    assert (phrase, other, term.kind) == ("fever", "febrile", Kind.SYMPTOM)
    assert term == same


def test_a_line_before_any_heading_is_refused() -> None:
    with pytest.raises(InputError, match="line 1"):
        read_terms("fever = febrile")


def test_pain_in_the_back_of_the_head_is_no_back_pain() -> None:
    assert "back pain" not in {
        m.term.name for m in find_terms("a dull pain in the back of my head")
    }
