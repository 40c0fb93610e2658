import tracemalloc
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from asr.audio import PcmDecoder
from asr.embedding import VoiceSpace
from asr.recognizer import HURRY_MS, StreamingRecognizer
from asr.roles import RoleClassifier
from asr.score import compare
from asr.scripted import ScriptedEngine
from asr.segment import SegmentRules
from asr.sphinx import SphinxEngine
from asr.transcription import transcribe
from asr.vad import Vad
from asr.whisper import WhisperEngine
from scribe.ports import Attribution, Hypothesis, Recognized, Samples, Unspoken
from scribe.transcript import Role, Transcript, Utterance, Word

VOICES, ROLES = VoiceSpace(), RoleClassifier()
SECOND = 16_000


def recognizer(vad: Vad, words: tuple[Word, ...]) -> StreamingRecognizer:
    return StreamingRecognizer(ScriptedEngine(words), vad, VOICES, ROLES)


def heard(vad: Vad, words: tuple[Word, ...], chunks: Iterable[Samples]) -> list[Recognized]:
    ours = recognizer(vad, words)
    found = [event for chunk in chunks for event in ours.push(chunk)]
    return [*found, *ours.flush()]


def cut(samples: Samples, length: int) -> list[Samples]:
    return [samples[i : i + length] for i in range(0, len(samples), length)]


def finals(events: list[Recognized]) -> list[Utterance]:
    return [event for event in events if isinstance(event, Utterance)]


@pytest.fixture(scope="module")
def whole(vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples) -> list[Recognized]:
    return heard(vad, demo_words, cut(demo_samples[: 80 * SECOND], SECOND))


@pytest.fixture(scope="module")
def beginning(demo_samples: Samples) -> Samples:
    return demo_samples[: 30 * SECOND]


@pytest.fixture(scope="module")
def of_beginning(vad: Vad, demo_words: tuple[Word, ...], beginning: Samples) -> list[Recognized]:
    return heard(vad, demo_words, cut(beginning, SECOND))


def test_a_consultation_is_split_by_speaker_and_the_roles_are_right(
    vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples, demo_reference: Transcript
) -> None:
    ours = transcribe(recognizer(vad, demo_words), cut(demo_samples, SECOND))
    scores = compare(demo_reference, ours)
    assert len(ours.utterances) >= 20
    assert scores.wer < 0.01
    assert scores.role_accuracy >= 0.95
    assert scores.wder <= 0.05
    assert {u.speaker for u in ours.utterances} == {"S1", "S2"}
    assert ours.utterances[0].speaker == "S1"


def test_utterances_are_numbered_in_time_order_without_overlap(whole: list[Recognized]) -> None:
    said = finals(whole)
    assert [u.id for u in said] == [f"u{n}" for n in range(1, len(said) + 1)]
    for earlier, later in pairwise(said):
        assert earlier.end_ms <= later.start_ms
    for utterance in said:
        assert utterance.text == " ".join(word.text for word in utterance.words)
        assert utterance.start_ms == utterance.words[0].start_ms
        assert utterance.end_ms == utterance.words[-1].end_ms


def test_hypotheses_come_before_their_utterance(whole: list[Recognized]) -> None:
    first = next(index for index, event in enumerate(whole) if isinstance(event, Utterance))
    partials = [event for event in whole[:first] if isinstance(event, Hypothesis)]
    assert len(partials) > 3
    assert whole[first].text.startswith(partials[-1].text[:10])  # type: ignore[union-attr]


def test_roles_are_told_as_soon_as_they_are_known(whole: list[Recognized]) -> None:
    attributions = [event for event in whole if isinstance(event, Attribution)]
    assert {s.id: s.role for s in attributions[-1].speakers} == {
        "S1": Role.CLINICIAN,
        "S2": Role.PATIENT,
    }


@pytest.mark.parametrize("length", [20 * 16, 7777, 10**9])
def test_how_audio_is_cut_does_not_matter(
    vad: Vad,
    demo_words: tuple[Word, ...],
    beginning: Samples,
    of_beginning: list[Recognized],
    length: int,
) -> None:
    assert finals(of_beginning)
    assert heard(vad, demo_words, cut(beginning, length)) == of_beginning


def test_heard_again_after_a_break_speakers_keep_their_ids(
    vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples
) -> None:
    first, second = demo_samples[: 25 * SECOND], demo_samples[25 * SECOND : 50 * SECOND]
    broken = heard(vad, demo_words, cut(first, SECOND))
    after = heard(vad, demo_words, [first, *cut(second, 999)])
    assert after == heard(vad, demo_words, cut(demo_samples[: 50 * SECOND], SECOND))
    told, again = finals(broken)[:-1], finals(after)
    assert {u.speaker for u in again} == {"S1", "S2"}
    assert len(told) >= 3
    assert [(u.id, u.speaker, u.text) for u in told] == [
        (u.id, u.speaker, u.text) for u in again[: len(told)]
    ]


def test_three_bytes_at_a_time_give_the_same(
    vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples
) -> None:
    part = demo_samples[: 12 * SECOND]
    data = part.tobytes()
    decoder = PcmDecoder(SECOND)
    small = (decoder.push(data[i : i + 3]) for i in range(0, len(data), 3))
    assert heard(vad, demo_words, small) == heard(vad, demo_words, [part])


def test_speech_at_the_very_end_is_not_lost(
    vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples
) -> None:
    end_ms = demo_words[40].end_ms
    events = heard(vad, demo_words, [demo_samples[: end_ms * 16]])
    assert [w for u in finals(events) for w in u.words][-1].text == demo_words[40].text


def test_silence_and_noise_give_no_utterance(vad: Vad, demo_words: tuple[Word, ...]) -> None:
    random = np.random.default_rng(0)
    for level in (0, 30, 2000):
        noise = (random.normal(size=(20 * SECOND, 1)) * level).astype(np.int16)
        assert heard(vad, demo_words, [noise]) == []


def test_speech_in_which_no_words_are_found_is_told(vad: Vad, demo_samples: Samples) -> None:
    found = heard(vad, (), cut(demo_samples[: 20 * SECOND], SECOND))
    assert found
    assert all(isinstance(event, Unspoken) for event in found)


def test_while_much_audio_waits_there_are_no_guesses_but_the_same_finals(
    vad: Vad, demo_samples: Samples
) -> None:
    part = demo_samples[: 12 * SECOND]
    found = []
    for behind_ms in (0, HURRY_MS + 1):
        ours = StreamingRecognizer(SphinxEngine(), vad, VOICES, ROLES)
        events = [e for chunk in cut(part, SECOND) for e in ours.push(chunk, behind_ms)]
        found.append([*events, *ours.flush()])
    calm, hurried = found
    assert any(isinstance(event, Hypothesis) for event in calm)
    assert not any(isinstance(event, Hypothesis) for event in hurried)
    assert hurried == [event for event in calm if not isinstance(event, Hypothesis)]


def test_the_small_model_says_the_same_however_audio_is_cut(
    vad: Vad, micro: WhisperEngine, demo_samples: Samples
) -> None:
    part = demo_samples[: 10 * SECOND]
    found = []
    for length in (320, SECOND, 7777):
        ours = StreamingRecognizer(micro, vad, VOICES, ROLES, language="en")
        events = [event for chunk in cut(part, length) for event in ours.push(chunk)]
        found.append(finals([*events, *ours.flush()]))
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_the_small_model_writes_no_words_for_noise_or_silence(
    vad: Vad, micro: WhisperEngine
) -> None:
    random = np.random.default_rng(0)
    sure_of_speech = SegmentRules(on=0.0, off=0.0)
    for level in (0, 300, 6000):
        noise = (random.normal(size=(5 * SECOND, 1)) * level).astype(np.int16)
        ours = StreamingRecognizer(micro, vad, VOICES, ROLES, sure_of_speech)
        events = [*ours.push(noise, HURRY_MS + 1), *ours.flush()]
        assert events
        assert all(isinstance(event, Unspoken) for event in events)


def two_channels(samples: Samples, reference: Transcript) -> Samples:
    """The consultation as if each speaker had a microphone: the other one's turns are silent."""
    out = np.concatenate((samples, samples), axis=1)
    for utterance in reference.utterances:
        other = 1 if utterance.role is Role.CLINICIAN else 0
        out[utterance.start_ms * 16 : utterance.end_ms * 16, other] = 0
    return out


def test_with_a_channel_each_the_channel_is_the_speaker(
    vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples, demo_reference: Transcript
) -> None:
    stereo = two_channels(demo_samples, demo_reference)
    ours = transcribe(recognizer(vad, demo_words), cut(stereo, SECOND))
    scores = compare(demo_reference, ours)
    assert scores.wer < 0.01
    assert scores.role_accuracy == 1
    starts = [u.start_ms for u in ours.utterances]
    assert starts == sorted(starts)
    part = stereo[: 20 * SECOND]
    assert heard(vad, demo_words, cut(part, 333)) == heard(vad, demo_words, [part])


def test_a_copy_on_the_second_channel_is_not_heard_twice(
    vad: Vad,
    demo_words: tuple[Word, ...],
    beginning: Samples,
    of_beginning: list[Recognized],
) -> None:
    stereo = np.concatenate((beginning, beginning), axis=1)
    assert finals(heard(vad, demo_words, [stereo])) == finals(of_beginning)


def test_memory_does_not_grow_with_the_recording(
    vad: Vad, demo_words: tuple[Word, ...], demo_samples: Samples
) -> None:
    ours = recognizer(vad, demo_words)
    sizes = []
    tracemalloc.start()
    for _ in range(3):
        for chunk in cut(demo_samples[: 30 * SECOND], SECOND):
            for _ in ours.push(chunk):
                pass
        sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    # Half a minute of audio is 960 kB: what stays of it is a few vectors and utterance ids.
    assert sizes[2] - sizes[1] < 100_000


def test_wrong_samples_are_refused(vad: Vad) -> None:
    ours = recognizer(vad, ())
    with pytest.raises(ValueError, match="expected int16 of shape"):
        ours.push(np.zeros((10, 3), np.int16))
    with pytest.raises(ValueError, match="expected int16 of shape"):
        ours.push(np.zeros((10, 1), np.float32))  # type: ignore[arg-type]
    ours.push(np.zeros((10, 1), np.int16))
    assert list(ours.flush()) == []
    assert list(ours.flush()) == []
    with pytest.raises(ValueError, match="push after flush"):
        ours.push(np.zeros((10, 1), np.int16))


def test_the_number_of_channels_may_not_change(vad: Vad) -> None:
    ours = recognizer(vad, ())
    ours.push(np.zeros((1000, 1), np.int16))
    random = np.random.default_rng(0)
    voices = random.normal(size=(40 * SECOND, 2)) * 3000
    voices[::2] *= 0.01
    with pytest.raises(ValueError, match="expected 1 channels to the end, found 2"):
        ours.push((voices * random.choice([0, 1], (40, 2)).repeat(SECOND, axis=0)).astype(np.int16))


def test_engine_and_language_are_those_of_the_engine(vad: Vad) -> None:
    ours = StreamingRecognizer(ScriptedEngine((), language="de"), vad, VOICES, ROLES)
    assert (ours.engine, ours.language) == ("scripted", "de")
