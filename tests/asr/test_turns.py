from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.turns import PIECE_MS, Mark, change_probability, mark_of, pieces, turns
from scribe.transcript import Word


def words(*gaps_ms: int, length_ms: int = 200) -> tuple[Word, ...]:
    """Words of one length, each after its gap."""
    clock, found = 0, []
    for number, gap in enumerate(gaps_ms):
        clock += gap
        found.append(Word(f"w{number}", clock, clock + length_ms, 1.0))
        clock += length_ms
    return tuple(found)


def test_pieces_end_at_pauses() -> None:
    found = pieces(words(0, 20, 400, 20))
    assert [len(piece.words) for piece in found] == [2, 2]
    assert found[1].change > 0.4


def test_long_pieces_are_cut_between_words() -> None:
    found = pieces(words(*[20] * 30))
    assert len(found) > 2
    assert all(piece.span.length_ms <= PIECE_MS for piece in found)
    assert all(piece.change < 0.05 for piece in found[1:])


@given(gaps=st.lists(st.integers(0, 1000), max_size=40), length_ms=st.integers(1, 4000))
def test_pieces_and_turns_keep_every_word_in_order(gaps: list[int], length_ms: int) -> None:
    said = words(*gaps, length_ms=length_ms)
    found = pieces(said)
    assert tuple(word for piece in found for word in piece.words) == said
    speakers = tuple(len(piece.words) % 2 for piece in found)
    joined = turns(found, speakers, (False,) * max(0, len(found) - 1))
    assert tuple(word for turn in joined for word in turn.words) == said
    assert all(a.speaker != b.speaker for a, b in pairwise(joined))
    assert [turn.first for turn in joined[1:]] == [turn.last for turn in joined[:-1]]


def marked(*texts: str, gap_ms: int = 60) -> tuple[Word, ...]:
    return tuple(
        Word(text, (200 + gap_ms) * n, (200 + gap_ms) * n + 200, 1.0)
        for n, text in enumerate(texts)
    )


def test_pieces_end_at_every_mark() -> None:
    found = pieces(marked("Any", "fever?", "No,", "not", "really.", "Good."))
    assert [piece.text for piece in found] == ["Any fever?", "No,", "not really.", "Good."]


def test_after_a_question_another_speaker_is_likelier_than_after_a_comma() -> None:
    found = pieces(marked("Any", "fever?", "No.", "Well,", "yes"))
    chances = [piece.change for piece in found[1:]]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.7
    assert chances[2] < 0.05


def test_the_first_piece_looks_at_the_word_before_the_segment() -> None:
    (before,) = marked("fever?")
    later = Word("No.", 500, 700, 1.0)
    assert pieces((later,), before)[0].change > 0.7
    assert pieces((later,))[0].change == 0.5


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("well?\u201d", Mark.QUESTION),
        ("\u597d\uff1f", Mark.QUESTION),
        ("\u597d\u3002", Mark.STOP),
        ("so,", Mark.COMMA),
        ("so", Mark.UNMARKED),
    ],
)
def test_marks_of_many_scripts_are_known(text: str, mark: Mark) -> None:
    assert mark_of(Word(text, 0, 100, 1.0)) is mark


@given(mark=st.sampled_from(Mark), pause_ms=st.integers(-500, 5000))
def test_a_change_is_never_certain(mark: Mark, pause_ms: int) -> None:
    assert 0 < change_probability(mark, pause_ms) < 1


def test_a_turn_ends_where_it_must_even_if_the_speaker_stays() -> None:
    found = pieces(marked("Yes.", "It", "does.", "Often."))
    joined = turns(found, (0, 0, 0), (True, False))
    assert [len(turn.words) for turn in joined] == [1, 3]
    assert turns((), (), ()) == ()
