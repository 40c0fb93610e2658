"""Grammars give sentences of which a tenth is never trained on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.train_micro_whisper.grammar import Grammar, distinct, is_held_out, read_grammar
from recipes.train_micro_whisper.tokens import LANGUAGES
from scribe.errors import InputError


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seed_always_gives_the_same_different_sentences(language: str) -> None:
    grammar = read_grammar(language)
    found = distinct(grammar, 50, 7)
    assert found == distinct(grammar, 50, 7)
    assert found != distinct(grammar, 50, 8)
    assert len(set(found)) == 50
    assert not any("{" in sentence or "}" in sentence for sentence in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_sentences_are_never_among_those_to_train_on(language: str) -> None:
    grammar = read_grammar(language)
    assert not any(map(is_held_out, distinct(grammar, 300, 1)))
    assert all(map(is_held_out, distinct(grammar, 50, 1, held_out=True)))


@settings(max_examples=30, deadline=None)
@given(st.sets(st.text(min_size=1), min_size=1))
def test_whether_a_sentence_is_held_out_depends_on_nothing_else(sentences: set[str]) -> None:
    apart = {s: is_held_out(s) for s in sentences}
    assert apart == {s: is_held_out(s) for s in sorted(sentences, reverse=True)}


def test_about_a_tenth_of_all_sentences_is_held_out() -> None:
    drawn = [f"sentence {number}" for number in range(10_000)]
    assert 0.08 < sum(map(is_held_out, drawn)) / len(drawn) < 0.12


def test_sentences_that_are_known_are_left_out() -> None:
    grammar = read_grammar("de")
    known = distinct(grammar, 100, 3)
    assert not set(known) & set(distinct(grammar, 100, 4, frozenset(known)))


def test_a_grammar_with_fewer_sentences_than_wanted_gives_all_of_them() -> None:
    grammar = Grammar("xx", (("doctor", ("a {n}",)), ("patient", ("b",)), ("n", ("c", "d", "e"))))
    both = {*distinct(grammar, 9, 1), *distinct(grammar, 9, 1, held_out=True)}
    assert both == {"a c", "a d", "a e", "b"}


def test_a_symbol_that_is_not_defined_is_named() -> None:
    with pytest.raises(InputError, match="nowhere"):
        Grammar("xx", (("doctor", ("{nowhere}",)), ("patient", ("b",))))
