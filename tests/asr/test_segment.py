import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.segment import Began, Ended, Fed, Segmenter, SegmentEvent, SegmentRules

FRAME = 512
RULES = SegmentRules()
SPEECH, SILENCE = 0.9, 0.1
probabilities = st.lists(
    st.one_of(st.sampled_from([0.0, 0.2, 0.4, 0.6, 1.0]), st.floats(0, 1)), max_size=400
)
runs = st.lists(st.tuples(st.sampled_from([SPEECH, SILENCE, 0.4]), st.integers(1, 700)), max_size=6)


def heard(track: list[float], last: int = FRAME, start: int = 0) -> list[SegmentEvent]:
    """Events for frames whose samples count up from the start of the stream."""
    segmenter = Segmenter(RULES, start)
    events: list[SegmentEvent] = []
    for index, probability in enumerate(track):
        length = last if index == len(track) - 1 else FRAME
        frame = (np.arange(index * FRAME, index * FRAME + length) % 30_000).astype(np.int16)
        events += segmenter.push(frame, probability)
    return [*events, *segmenter.flush()]


def segments(events: list[SegmentEvent]) -> list[tuple[int, int, np.ndarray]]:
    found = []
    start, fed = 0, []
    for event in events:
        match event:
            case Began():
                start, fed = event.start_sample, []
            case Fed():
                fed.append(event.samples)
            case Ended():
                found.append((start, event.end_sample, np.concatenate(fed)))
    return found


@settings(deadline=None, max_examples=60)
@given(track=probabilities, last=st.integers(1, FRAME))
def test_segments_lie_in_the_recording_and_never_overlap(track: list[float], last: int) -> None:
    length = max(0, (len(track) - 1) * FRAME + last) if track else 0
    end_before = 0
    for start, end, samples in segments(heard(track, last)):
        assert end_before <= start < end <= length
        assert np.array_equal(samples, np.arange(start, end) % 30_000)
        end_before = end


@settings(deadline=None, max_examples=60)
@given(track=runs)
def test_segments_never_exceed_the_maximum(track: list[tuple[float, int]]) -> None:
    spread = [probability for probability, count in track for _ in range(count)]
    for start, end, _ in segments(heard(spread)):
        assert end - start <= RULES.max_frames * FRAME


@settings(deadline=None, max_examples=60)
@given(track=probabilities)
def test_no_speech_is_lost_between_segments(track: list[float]) -> None:
    """A run of sure speech long enough to count lies inside segments from end to end."""
    sure = [*track, *[SILENCE] * 20, *[SPEECH] * 40, *[SILENCE] * 20]
    first, last = (len(track) + 20) * FRAME, (len(track) + 60) * FRAME
    covered = np.zeros(len(sure) * FRAME, bool)
    for start, end, _ in segments(heard(sure)):
        covered[start:end] = True
    assert covered[first:last].all()


def test_a_segment_has_its_preroll_and_its_hangover() -> None:
    [(start, end, _)] = segments(heard([SILENCE] * 50 + [SPEECH] * 30 + [SILENCE] * 50))
    assert start == (50 - RULES.preroll_frames) * FRAME
    assert end == (80 + RULES.hangover_frames) * FRAME


def test_a_click_is_no_speech() -> None:
    assert heard([SILENCE] * 20 + [SPEECH] * 2 + [SILENCE] * 20) == []


def test_a_short_pause_does_not_end_a_segment() -> None:
    track = [SPEECH] * 30 + [SILENCE] * 9 + [SPEECH] * 30 + [SILENCE] * 20
    assert len(segments(heard(track))) == 1


def test_a_long_segment_ends_at_a_pause_that_would_not_end_a_short_one() -> None:
    track = [SPEECH] * 400 + [SILENCE] * 4 + [SPEECH] * 30 + [SILENCE] * 20
    first, second = segments(heard(track))
    assert 400 * FRAME < first[1] <= 404 * FRAME
    assert second[0] >= first[1]


def test_speech_without_a_pause_is_cut_without_a_gap() -> None:
    found = segments(heard([SPEECH] * 1000))
    assert [end - start for start, end, _ in found[:2]] == [468 * FRAME] * 2
    assert found[1][0] == found[0][1]


def test_speech_at_the_end_of_the_recording_is_ended_by_flush() -> None:
    [(_, end, _)] = segments(heard([SPEECH] * 20, last=100))
    assert end == 19 * FRAME + 100


def test_the_clock_may_start_later() -> None:
    assert heard([SPEECH] * 10, start=1600)[0] == Began(1600)


def test_times_are_whole_milliseconds() -> None:
    assert Began(16_008).start_ms == 1000
    assert Ended(16_016, peak=0.9).end_ms == 1001


@pytest.mark.parametrize("wrong", [{"on": 0.2}, {"patience_frames": 468}, {"min_speech_frames": 0}])
def test_rules_that_contradict_each_other_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected"):
        SegmentRules(**wrong)
