from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from asr.audio import decode_file
from asr.embedding import VoiceSpace
from asr.engine import Mono
from asr.vad import Vad
from recipes.diarize.diarizer import Heard, hear
from recipes.diarize.ours import OurDiarizer
from scribe.transcript import Role, Transcript
from scribe.wire import read_transcript

DEMO = Path(__file__).parents[2] / "server" / "data" / "demo"
MINUTE = 60 * 16_000


@pytest.fixture(scope="module")
def samples() -> Mono:
    return np.concatenate(list(decode_file(DEMO / "encounter.flac")))[:MINUTE, 0]


@pytest.fixture(scope="module")
def said() -> Transcript:
    return read_transcript((DEMO / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def heard(samples: Mono) -> Heard:
    return hear(OurDiarizer(Vad(), VoiceSpace(), 2), samples)


def test_without_words_nearly_all_speech_goes_to_whose_voice_it_is(
    heard: Heard, said: Transcript
) -> None:
    names = {"0": Role.CLINICIAN, "1": Role.PATIENT}
    right = wrong = 0
    for turn in heard.final:
        for utterance in said.utterances:
            shared = turn.span.overlap_ms(utterance.span)
            if utterance.role is names[turn.speaker]:
                right += shared
            else:
                wrong += shared
    assert right > 30_000
    assert wrong < 0.03 * right


def test_what_was_announced_covers_what_there_is_in_the_end(heard: Heard) -> None:
    assert [turn.span for turn in heard.live] == [turn.span for turn in heard.final]
    spans = [turn.span for turn in heard.final]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(spans))


def test_how_the_sound_is_cut_does_not_matter(samples: Mono, heard: Heard) -> None:
    ours = OurDiarizer(Vad(), VoiceSpace(), 2)
    for first in range(0, len(samples), 7_777):
        ours.push(samples[first : first + 7_777])
    ours.flush()
    assert [(s, e, str(w)) for s, e, w in ours.final] == [
        (t.span.start_ms, t.span.end_ms, t.speaker) for t in heard.final
    ]


def test_silence_has_no_speakers() -> None:
    found = hear(OurDiarizer(Vad(), VoiceSpace(), 2), np.zeros(MINUTE // 6, np.int16))
    assert found.live == found.final == ()
