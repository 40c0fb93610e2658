"""Spans, utterances, transcripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.transcript import (
    Role,
    Span,
    Speaker,
    Transcript,
    Utterance,
    Word,
    spelled_out,
    with_roles,
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start_ms = draw(st.integers(0, 1_000))
    return Span(start_ms, start_ms + draw(st.integers(0, 1_000)))


@given(spans(), spans())
def test_overlap_is_the_number_of_milliseconds_that_both_have(one: Span, other: Span) -> None:
    both = set(range(one.start_ms, one.end_ms)) & set(range(other.start_ms, other.end_ms))
    assert one.overlap_ms(other) == other.overlap_ms(one) == len(both)


@given(spans())
def test_a_span_overlaps_itself_by_its_length(span: Span) -> None:
    assert span.overlap_ms(span) == span.length_ms


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 5), (6, 5)])
def test_a_span_before_the_recording_or_ending_before_it_starts_is_refused(
    start_ms: int, end_ms: int
) -> None:
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Span(start_ms, end_ms)


def test_an_utterance_is_found_by_its_id(utterances: tuple[Utterance, ...]) -> None:
    transcript = Transcript("en", "scripted", 63_000, 0, utterances)
    assert transcript.utterance("u2") is utterances[1]
    assert transcript.utterance("u3") is None


def test_the_text_of_a_transcript_is_all_that_was_said(utterances: tuple[Utterance, ...]) -> None:
    assert Transcript("en", "scripted", 63_000, 0, utterances).text == "any pain my knee hurts"


def test_words_and_utterances_say_when(utterances: tuple[Utterance, ...]) -> None:
    assert utterances[0].span == Span(0, 1_200)
    assert utterances[0].words[1].span.length_ms == 700


def test_roles_follow_speakers_but_who_is_not_named_keeps_the_role_it_has(
    utterances: tuple[Utterance, ...],
) -> None:
    named = with_roles(utterances, [Speaker("S2", Role.PATIENT)])
    assert [u.role for u in named] == [Role.UNKNOWN, Role.PATIENT]
    assert [u.text for u in named] == [u.text for u in utterances]


def test_words_are_spelled_out_with_spaces_but_not_between_chinese_characters() -> None:
    def said(*texts: str) -> str:
        return spelled_out(Word(text, 0, 0, 1.0) for text in texts)

    assert said("no", "fever,", "doctor.") == "no fever, doctor."
    assert said("\u6211", "\u5934", "\u75bc\u3002") == "\u6211\u5934\u75bc\u3002"
    assert said("\u6211", "CT", "\u75bc") == "\u6211 CT \u75bc"
    assert said() == ""
