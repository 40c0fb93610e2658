from dataclasses import replace

import numpy as np
import pytest

from asr.attribution import SpeakerAttribution, SpeakerRules
from asr.embedding import VoiceSpace
from asr.roles import RoleClassifier
from asr.track import Segment
from scribe.ports import Attribution, Recognized, Samples
from scribe.transcript import Role, Transcript, Utterance, Word

VOICES, ROLES = VoiceSpace(), RoleClassifier()
SECOND = 16_000


def segments(samples: Samples, said: Transcript, count: int) -> list[Segment]:
    """The first utterances of the consultation, a segment each."""
    return [
        Segment(u.start_ms * 16, samples[u.start_ms * 16 : u.end_ms * 16, 0], u.words)
        for u in said.utterances[:count]
    ]


def heard(
    found: list[Segment], rules: SpeakerRules | None = None, language: str = "en"
) -> list[Recognized]:
    ours = SpeakerAttribution(VOICES, ROLES, rules or SpeakerRules())
    events: list[Recognized] = []
    for segment in found:
        events += ours.admit(ours.split(segment, language), language)
    return [*events, *ours.finish(language)]


def in_the_end(events: list[Recognized]) -> list[tuple[Utterance, str]]:
    """Each utterance with the speaker it has at last."""
    speakers: dict[str, str] = {}
    for event in events:
        if isinstance(event, Attribution):
            speakers |= dict(event.utterances)
    found = [event for event in events if isinstance(event, Utterance)]
    return [(u, speakers.get(u.id, u.speaker)) for u in found]


def roles(events: list[Recognized]) -> dict[str, Role]:
    last = [event for event in events if isinstance(event, Attribution)][-1]
    return {speaker.id: speaker.role for speaker in last.speakers}


def test_each_utterance_gets_the_speaker_whose_voice_it_is(
    demo_samples: Samples, demo_reference: Transcript
) -> None:
    events = heard(segments(demo_samples, demo_reference, 16))
    assert roles(events) == {"S1": Role.CLINICIAN, "S2": Role.PATIENT}
    names = {"S1": Role.CLINICIAN, "S2": Role.PATIENT}
    said = {w: u.role for u in demo_reference.utterances for w in u.words}
    for utterance, speaker in in_the_end(events):
        assert {said[word] for word in utterance.words} == {names[speaker]}


def test_a_change_of_speaker_inside_a_segment_is_found(
    demo_samples: Samples, demo_reference: Transcript
) -> None:
    apart = segments(demo_samples, demo_reference, 12)
    start, end = apart[9].start_sample, apart[10].start_sample + len(apart[10].samples)
    joined = Segment(start, demo_samples[start:end, 0], apart[9].words + apart[10].words)
    found = in_the_end(heard([*apart[:9], joined]))
    words = [(word, speaker) for utterance, speaker in found for word in utterance.words]
    speakers = {speaker for word, speaker in words if word in apart[9].words}
    others = {speaker for word, speaker in words if word in apart[10].words}
    assert len(speakers) == len(others) == 1
    assert speakers != others


def test_before_a_second_voice_is_known_utterances_are_short_enough_to_move(
    demo_samples: Samples, demo_reference: Transcript
) -> None:
    apart = segments(demo_samples, demo_reference, 2)
    start, end = apart[0].start_sample, apart[1].start_sample + len(apart[1].samples)
    joined = Segment(start, demo_samples[start:end, 0], apart[0].words + apart[1].words)
    events = heard([joined, *segments(demo_samples, demo_reference, 8)[2:]])
    first = next(event for event in events if isinstance(event, Utterance))
    assert set(first.words) <= set(apart[0].words)


def test_a_later_opinion_is_told_once_and_only_what_changed(
    demo_samples: Samples, demo_reference: Transcript
) -> None:
    events = heard(segments(demo_samples, demo_reference, 16))
    speakers: dict[str, str] = {}
    for event in events:
        if isinstance(event, Utterance):
            speakers[event.id] = event.speaker
        if isinstance(event, Attribution):
            for utterance, speaker in event.utterances:
                assert speakers[utterance] != speaker
                speakers[utterance] = speaker


def test_one_speaker_is_allowed_to_be_all_there_is(
    demo_samples: Samples, demo_reference: Transcript
) -> None:
    events = heard(segments(demo_samples, demo_reference, 10), SpeakerRules(max_speakers=1))
    assert {speaker for _, speaker in in_the_end(events)} == {"S1"}


def test_channels_are_speakers_with_the_roles_they_are_said_to_have() -> None:
    rules = SpeakerRules(channel_roles=(Role.PATIENT, Role.CLINICIAN))
    ours = SpeakerAttribution(VOICES, ROLES, rules)
    silence = np.zeros(SECOND, np.int16)
    said = tuple(
        Word(text, 100 * n, 100 * n + 90, 1.0) for n, text in enumerate(["yes", "it", "does"])
    )
    events: list[Recognized] = []
    for channel in (0, 1, 0):
        events += ours.admit(ours.of_channel(channel, Segment(0, silence, said)), "en")
    assert [e.speaker for e in events if isinstance(e, Utterance)] == ["S1", "S2", "S1"]
    assert roles(events) == {"S1": Role.PATIENT, "S2": Role.CLINICIAN}


def test_in_another_language_roles_come_from_who_asks(
    demo_samples: Samples, demo_reference: Transcript
) -> None:
    found = segments(demo_samples, demo_reference, 16)
    for number, segment in enumerate(found):
        end = "?" if number % 2 == 0 else "."
        words = tuple(replace(word, text="ja") for word in segment.words)
        words = (*words[:-1], replace(words[-1], text=f"ja{end}"))
        found[number] = replace(segment, words=words)
    events = heard(found, language="de")
    known = [role for role in roles(events).values() if role is not Role.UNKNOWN]
    assert known in ([], [Role.CLINICIAN, Role.PATIENT])


def test_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="max_speakers: expected at least 1, found 0"):
        SpeakerRules(max_speakers=0)
