"""A consultation is what it is told to be, and figures say what was heard of it."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.streaming.consultation import EDGE_MS, consult
from recipes.streaming.measures import (
    area,
    final_ms,
    first_text_ms,
    judge,
    percentile,
    stretches,
)
from recipes.streaming.replay import Heard, play
from recipes.streaming.row import live_row
from recipes.train_micro_whisper.grammar import Grammar
from recipes.train_micro_whisper.spoken import Sound, Spoken
from scribe.ports import Hypothesis, Recognized, Samples
from scribe.transcript import Role, Utterance, Word

CHUNK = 320
"""20 ms."""
unhurried = settings(deadline=None, max_examples=30)
"""A busy machine is no failure."""


# The consultation


class Beep:
    """A voice that says every word in 300 ms, with 200 ms of silence around a sentence."""

    name = "beep"

    def say(self, text: str, pace: float, pitch: float) -> Spoken:
        names = text.split()
        words = tuple(Sound(n, 200 + 300 * i, 500 + 300 * i) for i, n in enumerate(names))
        audio = np.zeros((400 + 300 * len(names)) * 16, np.float32)
        audio[200 * 16 : -200 * 16] = 0.1
        return Spoken(audio, words, ())


GRAMMAR = Grammar(
    "en",
    (
        ("doctor", ("Where does it hurt?", "Sit down.")),
        ("patient", ("My knee hurts.", "It hurts {where}.")),
        ("where", ("here", "at night")),
    ),
)


def test_the_words_of_a_consultation_lie_where_the_voice_is() -> None:
    said = consult(GRAMMAR, Beep(), Beep(), 0.5, 1)
    loud = np.abs(said.audio.astype(np.float64)) > 800
    inside = np.zeros(len(loud), bool)
    for word in said.words:
        inside[word.start_ms * 16 : word.end_ms * 16] = True
    assert (loud == inside).mean() > 0.999
    assert 30_000 <= said.audio_ms < 45_000


def test_pauses_last_from_150_to_1200_ms() -> None:
    said = consult(GRAMMAR, Beep(), Beep(), 0.5, 2)
    gaps = {b.start_ms - a.end_ms for a, b in zip(said.words, said.words[1:], strict=False)} - {0}
    assert min(gaps) >= 150
    assert 400 < max(gaps) <= 1200
    assert min(gaps) > 2 * EDGE_MS


def test_a_consultation_is_the_same_for_a_seed_and_another_for_another() -> None:
    one, same, other = (consult(GRAMMAR, Beep(), Beep(), 0.3, seed) for seed in (1, 1, 2))
    assert one.words == same.words
    assert np.array_equal(one.audio, same.audio)
    assert one.words != other.words


# Measures


def sounds(*times: tuple[str, int, int]) -> tuple[Sound, ...]:
    return tuple(Sound(*time) for time in times)


SAID = sounds(("My", 1000, 1200), ("knee", 1300, 1600), ("hurts.", 2400, 2900))


def final(number: int, *words: Word) -> Utterance:
    text = " ".join(word.text for word in words)
    start_ms, end_ms = words[0].start_ms, words[-1].end_ms
    return Utterance(f"u{number}", "", Role.UNKNOWN, start_ms, end_ms, text, words)


def test_speech_falls_into_stretches_at_pauses_of_half_a_second() -> None:
    first, second = stretches(SAID)
    assert (first.start_ms, first.end_ms) == (1000, 1600)
    assert (second.start_ms, second.end_ms) == (2400, 2900)
    assert first.until_ms == second.from_ms == 2000
    assert first.holds(0)
    assert second.holds(10**9)


def test_latencies_are_counted_from_where_speech_began_or_ended() -> None:
    heard = (
        Heard(1500.0, Hypothesis(800, "")),
        Heard(1700.0, Hypothesis(800, "my")),
        Heard(1900.0, Hypothesis(800, "my knee")),
        Heard(2100.0, final(1, Word("My", 1010, 1200, 0.9))),
        Heard(2200.0, final(2, Word("knee", 1310, 1590, 0.9))),
        Heard(3400.0, final(3, Word("hurts.", 2410, 2900, 0.9))),
    )
    spoken = stretches(SAID)
    assert first_text_ms(heard, spoken) == (700.0, 1000.0)
    assert final_ms(heard, spoken) == (600.0, 500.0)


def test_a_stretch_in_which_nothing_was_heard_has_no_latency() -> None:
    heard = (Heard(3400.0, final(1, Word("hurts.", 2410, 2900, 0.9))),)
    assert first_text_ms(heard, stretches(SAID)) == (1000.0,)
    assert final_ms(heard, stretches(SAID)) == (500.0,)


def test_right_words_are_told_from_words_put_in_and_words_put_for_others() -> None:
    found = (
        Word("my", 1020, 1190, 0.9),
        Word("sore", 1200, 1300, 0.3),
        Word("knee,", 1340, 1600, 0.8),
        Word("hurt", 2400, 2900, 0.4),
    )
    judged = judge(SAID, found)
    assert [word.text for _, word in judged.right] == ["my", "knee,"]
    assert [word.text for word in judged.wrong] == ["sore", "hurt"]
    assert judged.start_errors_ms == (20, 40)
    assert judged.end_errors_ms == (10, 0)
    assert judged.auc == 1.0


numbers = st.lists(st.integers(0, 5).map(lambda n: n / 5), min_size=1, max_size=20)


@unhurried
@given(numbers, numbers)
def test_the_area_is_the_share_of_pairs_in_the_right_order(
    high: list[float], low: list[float]
) -> None:
    pairs = [1.0 if h > x else 0.5 if h == x else 0.0 for h in high for x in low]
    assert area(np.array(high), np.array(low)) == pytest.approx(sum(pairs) / len(pairs))


def test_where_nothing_is_wrong_there_is_no_area() -> None:
    assert area(np.array([0.5]), np.array([])) is None
    assert percentile((), 95) is None
    assert percentile((1.0, 3.0), 50) == 2.0


class Perfect:
    """Says at the end what was said."""

    engine, language = "perfect", "en"

    def __init__(self, words: tuple[Sound, ...]) -> None:
        self.words = tuple(Word(w.name, w.start_ms, w.end_ms, 1.0) for w in words)

    def push(self, samples: Samples, behind_ms: int = 0) -> Iterator[Recognized]:
        return iter(())

    def flush(self) -> Iterator[Recognized]:
        return iter((final(1, *self.words),))


def test_a_perfect_recogniser_has_no_errors() -> None:
    said = consult(GRAMMAR, Beep(), Beep(), 0.2, 3)
    row = live_row("perfect", said, play(Perfect(said.words), said.audio, CHUNK))
    assert (row.wer_percent, row.start_error_ms, row.end_error_ms) == (0, 0, 0)
    assert (row.right_words, row.wrong_words) == (len(said.words), 0)
    assert "auc" not in json.loads(json.dumps(row.figures))
