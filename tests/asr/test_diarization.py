"""Words against turns: small examples, then properties of any recording."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.diarization import SpeakerTurn, relabelled
from scribe.transcript import Role, Span, Utterance, Word


def said(number, speaker, *words):
    """An utterance of words given as (text, start, end)."""
    spoken = tuple(Word(text, start, end, 0.9) for text, start, end in words)
    text = " ".join(word.text for word in spoken)
    start_ms, end_ms = spoken[0].start_ms, spoken[-1].end_ms
    return Utterance(f"u{number}", speaker, Role.UNKNOWN, start_ms, end_ms, text, spoken)


def turn(speaker, start_ms, end_ms):
    return SpeakerTurn(Span(start_ms, end_ms), speaker)


HELLO = said(1, "S1", ("Hello,", 0, 400), ("what", 450, 600), ("hurts?", 650, 1000))
KNEE = said(2, "S1", ("My", 1500, 1700), ("left", 1700, 2000), ("knee.", 2000, 2400))
OKAY = said(3, "S1", ("Okay.", 3000, 3400))


def test_an_utterance_that_another_voice_says_becomes_a_new_speakers():
    turns = (turn("a", 0, 1000), turn("b", 1500, 2400), turn("a", 3000, 3400))
    assert relabelled((HELLO, KNEE, OKAY), turns) == (("u2", "S2"),)


def test_labels_are_the_speakers_they_share_most_time_with_whatever_they_are_called():
    known = (HELLO, replace(KNEE, speaker="S2"), replace(OKAY, speaker="S2"))
    turns = (turn("S2", 0, 1000), turn("S1", 1500, 2400), turn("S2", 3000, 3400))
    assert relabelled(known, turns) == (("u3", "S1"),)


def test_a_word_in_a_gap_goes_to_the_nearest_turn():
    turns = (turn("a", 0, 1200), turn("b", 2800, 2900), turn("b", 3450, 3600))
    known = (HELLO, replace(KNEE, speaker="S2"), replace(OKAY, speaker="S2"))
    assert relabelled(known, turns) == (("u2", "S1"),)


def test_words_decide_not_time():
    """Three short words of the one outweigh a long one of the other."""
    words = (("no", 0, 100), ("no", 100, 200), ("no", 200, 300), ("well", 300, 900))
    known = (said(1, "S1", *words), said(2, "S2", ("yes", 1000, 1300)))
    turns = (turn("a", 0, 300), turn("b", 300, 1300))
    assert relabelled(known, turns) == ()


def test_a_word_that_stretches_over_a_pause_counts_for_its_beginning():
    stretched = said(1, "S1", ("so", 0, 200), ("then", 200, 400), ("yes", 400, 6000))
    known = (stretched, said(2, "S2", ("no", 6000, 6200)))
    turns = (turn("a", 0, 800), turn("b", 800, 6200))
    assert relabelled(known, turns) == ()


def test_the_majority_of_a_phrase_speaks_all_of_it():
    """Word by word there are three against four; phrase by phrase six against one."""
    utterance = said(
        1,
        "S1",
        *(("one", 0, 100), ("two", 100, 200), ("three,", 200, 300)),
        *(("four", 300, 400), ("five", 400, 500), ("six,", 500, 600)),
        ("seven", 600, 700),
    )
    other = said(2, "S2", ("yes", 5000, 5300))
    turns = (
        *(turn("a", 0, 200), turn("b", 200, 300)),
        *(turn("a", 300, 500), turn("b", 500, 700)),
        *(turn("b", 5000, 5300), turn("a", 9000, 9001)),
    )
    assert relabelled((utterance, other), turns) == ()


def test_an_utterance_without_words_is_taken_as_a_whole():
    whole = Utterance("u2", "S1", Role.UNKNOWN, 2000, 3000, "hello")
    turns = (turn("a", 0, 1000), turn("b", 2000, 3000), turn("a", 3000, 3400))
    assert relabelled((HELLO, whole, OKAY), turns) == (("u2", "S2"),)


@pytest.mark.parametrize("turns", [(), (turn("a", 5, 5),)], ids=["none", "empty"])
def test_without_turns_everything_stays(turns):
    assert relabelled((HELLO, KNEE), turns) == ()


def test_an_utterance_without_a_time_stays():
    typed = Utterance("u9", "S1", Role.UNKNOWN, 0, 0, "typed")
    assert relabelled((typed,), (turn("a", 0, 10),)) == ()


@st.composite
def recordings(draw):
    """Utterances of up to three speakers one after the other, with words of any length."""
    utterances, now_ms = [], 0
    for number in range(1, draw(st.integers(1, 8)) + 1):
        words = []
        for _ in range(draw(st.integers(1, 5))):
            now_ms += draw(st.integers(0, 300))
            end_ms = now_ms + draw(st.integers(0, 900))
            words.append((draw(st.sampled_from(("yes", "no,", "well."))), now_ms, end_ms))
            now_ms = end_ms
        utterances.append(said(number, draw(st.sampled_from(("S1", "S2", "S3"))), *words))
    return tuple(utterances)


turn_lists = st.lists(
    st.builds(
        lambda speaker, start_ms, length_ms: turn(speaker, start_ms, start_ms + length_ms),
        st.sampled_from("abcd"),
        st.integers(0, 12_000),
        st.integers(0, 4000),
    ),
    max_size=12,
).map(tuple)


@given(recordings(), turn_lists)
def test_what_labels_are_called_does_not_matter(utterances, turns):
    renamed = tuple(replace(t, speaker=f"speaker {ord(t.speaker)}") for t in turns)
    backwards = tuple(replace(t, speaker=chr(200 - ord(t.speaker))) for t in turns)
    assert relabelled(utterances, renamed) == relabelled(utterances, turns)
    assert relabelled(utterances, backwards) == relabelled(utterances, turns)


@given(recordings(), turn_lists)
def test_only_known_utterances_move_each_once_to_another_speaker(utterances, turns):
    moved = relabelled(utterances, turns)
    before = {u.id: u.speaker for u in utterances}
    assert len(dict(moved)) == len(moved)
    assert all(before[id] != speaker for id, speaker in moved)


@given(recordings(), turn_lists)
def test_there_are_no_more_speakers_than_labels(utterances, turns):
    heard = tuple(u for u in utterances if u.span.length_ms or u.words)
    after = {u.speaker for u in heard} if not turns else set()
    if any(t.span.length_ms for t in turns):
        moved = dict(relabelled(heard, turns))
        after = {moved.get(u.id, u.speaker) for u in heard}
        assert len(after) <= len({t.speaker for t in turns})


@given(recordings())
def test_turns_that_agree_with_what_is_known_change_nothing(utterances):
    """Each speaker's words as turns, under another name."""
    turns = tuple(
        turn(f"voice of {u.speaker}", word.start_ms, word.end_ms)
        for u in utterances
        for word in u.words
    )
    clear = all(word.span.length_ms for u in utterances for word in u.words)
    if clear:
        assert relabelled(utterances, turns) == ()


@given(recordings(), turn_lists, st.integers(0, 100_000))
def test_the_time_at_which_it_all_begins_does_not_matter(utterances, turns, shift_ms):
    later = tuple(
        replace(
            u,
            start_ms=u.start_ms + shift_ms,
            end_ms=u.end_ms + shift_ms,
            words=tuple(
                replace(w, start_ms=w.start_ms + shift_ms, end_ms=w.end_ms + shift_ms)
                for w in u.words
            ),
        )
        for u in utterances
    )
    turns_later = tuple(
        turn(t.speaker, t.span.start_ms + shift_ms, t.span.end_ms + shift_ms) for t in turns
    )
    assert relabelled(later, turns_later) == relabelled(utterances, turns)
