"""Words settle when two passes agree on them, and then stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.numerals import is_numeral
from asr.stabilize import Piece, Stabilizer, normal

WORDS = st.sampled_from(("take", "Take,", "fifty", "5", "milligrams", "mg.", "twice", "?"))
PASSES = st.lists(st.lists(WORDS, max_size=8), max_size=8)


def pieces(words: list[str]) -> tuple[Piece, ...]:
    return tuple(Piece(f" {word}", (sum(map(ord, word)),)) for word in words)


def heard(*passes: str) -> Stabilizer:
    """Passes over the whole segment; each is told what it says after the settled words."""
    stable = Stabilizer()
    for text in passes:
        stable.accept(pieces(text.split())[len(stable.settled) :])
    return stable


def text(words: tuple[Piece, ...]) -> str:
    return "".join(word.text for word in words).strip()


def test_two_passes_that_agree_settle_all_but_the_last_word() -> None:
    assert heard("my knee hurts").settled == ()
    stable = heard("my knee hurts", "my knee hurts badly")
    assert (text(stable.settled), text(stable.tail)) == ("my knee hurts", "badly")
    same = heard("my knee hurts", "my knee hurts")
    assert (text(same.settled), text(same.tail)) == ("my knee", "hurts")


def test_words_after_the_first_that_differs_are_not_settled() -> None:
    stable = heard("my new hurts a lot", "my knee hurts a lot")
    assert (text(stable.settled), text(stable.tail)) == ("my", "knee hurts a lot")


def test_capitals_with_punctuation_make_no_difference() -> None:
    stable = heard("my knee hurts", "My knee, hurts? yes")
    assert text(stable.settled) == "My knee, hurts?"


@pytest.mark.parametrize(
    ("first", "second", "settled"),
    [
        ("take fifty", "take fifty five", "take"),
        ("take fifty five", "take fifty five milligrams", "take"),
        ("take 50 mg", "take 50 mg now", "take 50 mg"),
        ("take fifty milligrams", "take fifty milligrams daily", "take fifty milligrams"),
        ("nimm fünfzig", "nimm fünfzig Milligramm", "nimm"),
    ],
)
def test_a_number_is_held_until_the_word_after_it(first: str, second: str, settled: str) -> None:
    assert text(heard(first, second).settled) == settled


@given(PASSES)
def test_what_is_settled_never_shrinks_or_changes(passes: list[list[str]]) -> None:
    stable = Stabilizer()
    before: tuple[Piece, ...] = ()
    for words in passes:
        tail = pieces(words)
        stable.accept(tail)
        assert stable.settled[: len(before)] == before
        fresh = stable.settled[len(before) :]
        assert (*fresh, *stable.tail) == tail
        assert not tail or stable.tail
        assert not fresh or not is_numeral(normal(fresh[-1].text))
        before = stable.settled


@pytest.mark.parametrize(
    ("word", "expected"),
    [(" Hello,", "hello"), ("Straße?", "strasse"), ("sốt.", "sốt"), ("烧。", "烧"), (" -", "")],
)
def test_a_normal_word_has_no_capitals_or_punctuation(word: str, expected: str) -> None:
    assert normal(word) == expected
