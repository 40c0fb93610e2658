from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asr.turns import PIECE_MS, pieces, speakers_of, turns
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
    assert [piece.after_pause for piece in found] == [True, True]


def test_long_pieces_are_cut_between_words() -> None:
    found = pieces(words(*[20] * 30))
    assert len(found) > 2
    assert all(piece.span.length_ms <= PIECE_MS for piece in found)
    assert [piece.after_pause for piece in found[1:]] == [False] * (len(found) - 1)


@given(gaps=st.lists(st.integers(0, 1000), max_size=40), length_ms=st.integers(1, 4000))
def test_pieces_and_turns_keep_every_word_in_order(gaps: list[int], length_ms: int) -> None:
    said = words(*gaps, length_ms=length_ms)
    found = pieces(said)
    assert tuple(word for piece in found for word in piece.words) == said
    speakers = tuple(len(piece.words) % 2 for piece in found)
    joined = turns(found, speakers)
    assert tuple(word for turn in joined for word in turn.words) == said
    assert all(a.speaker != b.speaker for a, b in pairwise(joined))
    assert [turn.first for turn in joined[1:]] == [turn.last for turn in joined[:-1]]


def test_speakers_change_at_a_pause_when_the_voice_does() -> None:
    costs = np.array([[0.0, 9], [0, 9], [9, 0], [9, 0]])
    assert speakers_of(costs, (True, False, True, False)) == (0, 0, 1, 1)


def test_a_doubtful_piece_goes_with_its_neighbours() -> None:
    costs = np.array([[0.0, 9], [2, 0], [0, 9]])
    assert speakers_of(costs, (True, True, True)) == (0, 0, 0)


def test_a_change_without_a_pause_needs_more() -> None:
    costs = np.array([[0.0, 6], [6, 0]])
    assert speakers_of(costs, (True, True)) == (0, 1)
    assert speakers_of(costs, (True, False)) == (0, 0)


def test_nothing_said_is_nobodys_turn() -> None:
    assert pieces(()) == ()
    assert speakers_of(np.zeros((0, 2)), ()) == ()
    assert turns((), ()) == ()
