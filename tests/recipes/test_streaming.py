"""The benchmark of streaming measures what it says it measures."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asr.engine import Mono
from asr.vad import Vad
from recipes.streaming.agreement import LocalAgreement, Reading
from recipes.streaming.baseline import PlainRecognizer
from recipes.streaming.replay import arrived, play
from scribe.ports import Hypothesis, Recognized, Samples
from scribe.transcript import Role, Utterance, Word

ROOT = Path(__file__).parents[2]
CHUNK = 320
"""20 ms."""
unhurried = settings(deadline=None, max_examples=30)
"""A busy machine is no failure."""


# The virtual clock


class Slow:
    """A recogniser whose every push takes so long by its own watch; it says when it was asked."""

    engine, language = "slow", "en"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now_s = 0.0
        self.behind_ms: list[int] = []
        self.taken = 0

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        self.now_s += self.seconds
        self.taken += len(samples)
        self.behind_ms.append(behind_ms)
        yield Hypothesis(0, "so far")

    def flush(self) -> Iterator[Recognized]:
        self.now_s += 1.0
        yield Utterance("u1", "", Role.UNKNOWN, 0, 10, "all")


def played(seconds: float, audio_samples: int, chunk: int = CHUNK) -> tuple[Slow, list[float]]:
    slow = Slow(seconds)
    replay = play(
        slow, np.zeros(audio_samples, np.int16), chunk, lambda: slow.now_s, lambda: slow.now_s
    )
    return slow, [heard.at_ms for heard in replay.heard]


def test_a_recogniser_that_keeps_up_answers_when_a_chunk_has_come_and_been_worked_on() -> None:
    slow, at_ms = played(0.005, 3 * CHUNK)
    assert at_ms == pytest.approx([25, 45, 65, 1065])
    assert slow.behind_ms == [0, 0, 0]


def test_a_recogniser_that_is_too_slow_takes_each_chunk_when_it_is_done_with_the_last() -> None:
    slow, at_ms = played(0.050, 4 * CHUNK)
    assert at_ms == pytest.approx([70, 120, 170, 220, 1220])
    # At 70 ms three chunks have come; at 120 ms all four.
    assert slow.behind_ms == [0, 20, 20, 0]


def test_the_time_of_all_calls_is_counted_and_the_time_in_between_is_not() -> None:
    slow = Slow(0.005)
    replay = play(
        slow, np.zeros(5 * CHUNK, np.int16), CHUNK, lambda: slow.now_s, lambda: 2 * slow.now_s
    )
    assert replay.cpu_s == pytest.approx(2 * (5 * 0.005 + 1.0))
    assert replay.audio_ms == 100
    assert replay.text == "all"


@unhurried
@given(st.integers(1, 5000), st.integers(1, 700))
def test_every_sample_is_handed_over_whatever_the_size_of_chunks(samples: int, chunk: int) -> None:
    assert played(0.001, samples, chunk)[0].taken == samples


@unhurried
@given(st.floats(0, 1000), st.integers(0, 20_000), st.integers(1, 2000))
def test_no_more_has_arrived_than_was_recorded(now_ms: float, samples: int, chunk: int) -> None:
    found = arrived(now_ms, samples, chunk)
    assert found <= min(samples, now_ms * 16)
    assert found == samples or found % chunk == 0


# LocalAgreement-2

WORD_MS = 400


class Oracle:
    """Reads audio in which every sample is its own number; half-heard words are misread."""

    def __init__(self, words: tuple[str, ...], segment_words: int = 4) -> None:
        self.words = words
        self.segment_words = segment_words
        self.prompts: list[str] = []
        self.longest_ms = 0
        self.passes = 0

    @property
    def audio(self) -> Mono:
        samples = np.arange(len(self.words) * WORD_MS * 16, dtype=np.int64)
        # One number a millisecond, so that int16 has room for half a minute.
        return (samples // 16).astype(np.int16)

    def read(self, audio: Mono, prompt: str) -> Reading:
        self.prompts.append(prompt)
        self.passes += 1
        offset_ms, length_ms = int(audio[0]), len(audio) // 16
        self.longest_ms = max(self.longest_ms, length_ms)
        found, ends = [], []
        for number, text in enumerate(self.words):
            start_ms = number * WORD_MS - offset_ms
            end_ms = start_ms + WORD_MS
            if start_ms < 0 or start_ms >= length_ms:
                continue
            heard = text if end_ms <= length_ms else f"half{self.passes}"
            found.append(Word(heard, start_ms, min(end_ms, length_ms), 0.9))
            if number % self.segment_words == self.segment_words - 1:
                ends.append(min(end_ms, length_ms))
        return Reading(tuple(found), (*ends, length_ms))


def heard_by_steps(oracle: Oracle, step_ms: int, prompt: int = 0) -> list[tuple[str, ...]]:
    """What became final at each step, then at the end."""
    agreement = LocalAgreement(oracle.read, prompt)
    agreement.begin(0)
    found = []
    audio = oracle.audio
    for start in range(0, len(audio), step_ms * 16):
        agreement.feed(audio[start : start + step_ms * 16])
        found.append(tuple(word.text for word in agreement.step()))
    found.append(tuple(word.text for word in agreement.finish()))
    return found


def test_a_word_is_final_once_two_passes_in_a_row_agree_on_it() -> None:
    oracle = Oracle(("Does", "it", "still", "hurt?"))
    assert heard_by_steps(oracle, 800) == [(), ("Does", "it"), ("still", "hurt?")]


def test_case_and_punctuation_do_not_keep_passes_from_agreeing() -> None:
    readings = iter(("It hurts.", "it hurts, here"))

    def read(audio: Mono, prompt: str) -> Reading:
        words = next(readings).split()
        return Reading(tuple(Word(t, i * 300, i * 300 + 300, 1.0) for i, t in enumerate(words)), ())

    agreement = LocalAgreement(read, 0)
    agreement.begin(0)
    agreement.feed(np.zeros(16_000, np.int16))
    assert agreement.step() == ()
    assert [word.text for word in agreement.step()] == ["it", "hurts,"]


def test_the_end_of_speech_makes_everything_final_that_was_heard() -> None:
    oracle = Oracle(("Does", "it", "still", "hurt?"))
    agreement = LocalAgreement(oracle.read, 0)
    agreement.begin(0)
    agreement.feed(oracle.audio)
    assert [word.text for word in agreement.finish()] == ["Does", "it", "still", "hurt?"]
    assert agreement.finish() == ()
    assert oracle.passes == 1


@unhurried
@given(st.integers(1, 75), st.integers(3, 12).map(lambda tenths: tenths * 100))
def test_every_word_becomes_final_once_in_order_whatever_the_steps(
    words: int, step_ms: int
) -> None:
    oracle = Oracle(tuple(f"w{number}" for number in range(words)))
    found = [text for step in heard_by_steps(oracle, step_ms, 40) for text in step]
    assert found == list(oracle.words)
    assert oracle.longest_ms <= 15_000 + step_ms


def test_a_long_buffer_without_the_end_of_a_sentence_is_cut_after_the_last_final_word() -> None:
    oracle = Oracle(tuple(f"w{number}" for number in range(75)), segment_words=1000)
    found = [text for step in heard_by_steps(oracle, 1000) for text in step]
    assert found == list(oracle.words)
    assert oracle.longest_ms <= 16_000


def test_the_prompt_is_the_last_final_text_before_the_buffer_in_whole_words() -> None:
    oracle = Oracle(tuple(f"w{number}" for number in range(75)))
    heard_by_steps(oracle, 1000, 10)
    assert oracle.prompts[0] == ""
    assert oracle.prompts[-1].split() == sorted(oracle.prompts[-1].split())
    assert 0 < len(oracle.prompts[-1]) <= 10
    unprompted = Oracle(oracle.words)
    heard_by_steps(unprompted, 1000, 0)
    assert set(unprompted.prompts) == {""}


def test_words_that_repeat_the_last_final_ones_are_left_out() -> None:
    first = (Word("my", 0, 300, 1.0), Word("knee", 300, 600, 1.0))
    later = (Word("knee", 560, 700, 1.0), Word("hurts", 700, 900, 1.0))
    readings = iter((Reading(first, ()), Reading(first, ()), Reading(later, ())))
    agreement = LocalAgreement(lambda audio, prompt: next(readings), 0)
    agreement.begin(0)
    agreement.feed(np.zeros(16_000, np.int16))
    agreement.step()
    assert agreement.step() == first
    agreement.step()
    assert [word.text for word in agreement.tail] == ["hurts"]


def test_the_plain_recogniser_makes_no_pass_in_silence() -> None:
    oracle = Oracle(("never",))
    recognizer = PlainRecognizer(oracle.read, Vad(), "en", 0)
    silence = np.zeros((32_000, 1), np.int16)
    assert [*recognizer.push(silence), *recognizer.flush()] == []
    assert oracle.passes == 0


def test_the_command_says_what_it_takes() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "recipes/streaming/run.py"), "--help"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert "--unheard" in done.stdout
