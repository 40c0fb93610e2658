import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from asr.activity import FRAME_MS, SPEAKING, turns_of
from asr.diarization import SpeakerTurn
from scribe.transcript import Span

activities = arrays(
    np.float32, st.tuples(st.integers(0, 40), st.just(4)), elements=st.sampled_from((0.0, 0.5, 1.0))
)


def columns(*texts):
    """Speakers as text, `#` for a frame in which one talks."""
    return np.array([[float(sign == "#") for sign in text] for text in texts], np.float32).T


def test_frames_in_a_row_are_a_turn():
    assert turns_of(columns(".##.#", "...##"), 2, 400) == (
        SpeakerTurn(Span(80, 240), "speaker_0"),
        SpeakerTurn(Span(240, 400), "speaker_1"),
        SpeakerTurn(Span(320, 400), "speaker_0"),
    )


def test_those_who_talk_most_are_kept():
    turns = turns_of(columns("#...", "####", "##.."), 2, 320)
    assert {turn.speaker for turn in turns} == {"speaker_1", "speaker_2"}


def test_the_last_turn_ends_with_the_recording():
    assert turns_of(columns("##"), 1, 90) == (SpeakerTurn(Span(0, 90), "speaker_0"),)
    assert turns_of(columns(".#"), 1, 80) == ()


@given(activities, st.integers(1, 5))
def test_turns_are_in_order_inside_and_cover_what_is_active(activity, max_speakers):
    end_ms = len(activity) * FRAME_MS
    turns = turns_of(activity, max_speakers, end_ms)
    assert list(turns) == sorted(turns, key=lambda turn: turn.span.start_ms)
    assert all(turn.span.end_ms <= end_ms and turn.span.length_ms > 0 for turn in turns)
    assert len({turn.speaker for turn in turns}) <= max_speakers
    if max_speakers >= activity.shape[1]:
        active = int((activity >= SPEAKING).sum())
        assert sum(turn.span.length_ms for turn in turns) == active * FRAME_MS
