"""One stream heard by a Whisper model: guesses on the way, words at the end, its language."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from asr.decoding import PADDED_FRAMES, Pass, Reading
from asr.dispatch import Urgency
from asr.engine import Mono
from asr.hearing import SHORTEST_MS, WhisperListener
from asr.whisper import WhisperEngine
from scribe.errors import Overloaded
from scribe.transcript import Word

MakeModel = Callable[..., Path]
Say = Callable[[str, str], Mono]
RANDOM = np.random.default_rng(0)
NOISE = RANDOM.integers(-3000, 3000, 4 * 16_000).astype(np.int16)
PART = 4096
LONG = "hello doctor my left knee hurts"


@pytest.fixture(scope="module")
def engine(speaking_model: MakeModel) -> Iterator[WhisperEngine]:
    made = WhisperEngine(str(speaking_model(LONG)), threads=1)
    yield made
    made.close()


def guesses(
    listener: WhisperListener, sound: Mono, start_ms: int = 0, hurry: bool = False, cut: int = PART
) -> list[str]:
    listener.begin(start_ms)
    return [listener.feed(sound[i : i + cut], hurry) for i in range(0, len(sound), cut)]


class Watched:
    """Passes on what a listener asks, refusing partial passes from the nth on."""

    def __init__(self, listener: WhisperListener, refuse_from: int = 1000) -> None:
        self.asked: list[tuple[Pass, Urgency]] = []
        self._submit, self._refuse_from = listener._submit, refuse_from
        listener._submit = self.submit

    def submit(self, asked: Pass, urgency: Urgency) -> "Future[Reading]":
        self.asked.append((asked, urgency))
        partials = sum(urgency is Urgency.PARTIAL for _, urgency in self.asked)
        if urgency is Urgency.PARTIAL and partials >= self._refuse_from:
            raise Overloaded("as asked for")
        return self._submit(asked, urgency)


def test_guesses_come_on_the_way_with_their_last_words_still_open(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    found = guesses(listener, NOISE)
    assert found[0] == ""
    assert found[-1] == LONG
    assert [word.text for word in listener.end()] == LONG.split()


def test_in_a_hurry_the_words_are_the_same_without_guesses(engine: WhisperEngine) -> None:
    calm, hurried = engine.listen("en"), engine.listen("en")
    guesses(calm, NOISE)
    assert set(guesses(hurried, NOISE, hurry=True)) == {""}
    assert calm.end() == hurried.end()


def test_settled_words_are_not_decoded_anew(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    guesses(listener, NOISE)
    forced = [len(asked.forced) for asked, _ in watched.asked]
    assert len(forced) > 1
    assert forced == sorted(forced)
    assert forced[0] == 0 < forced[-1]


def test_a_model_that_is_overloaded_costs_guesses_but_no_words(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    Watched(listener, refuse_from=2)
    found = guesses(listener, NOISE)
    assert found[-1] == LONG
    assert [word.text for word in listener.end()] == LONG.split()
    nothing = engine.listen()
    Watched(nothing, refuse_from=1)
    assert set(guesses(nothing, NOISE)) == {""}
    assert nothing.end()


def test_long_segments_are_cut_at_a_settled_word_for_guesses_only(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    sound = np.tile(NOISE, 4)
    found = guesses(listener, sound)
    assert found[-1].startswith("hello doctor my")
    words = listener.end()
    assert watched.asked[-1][0].window.heard == 1600
    assert [word.text for word in words] == LONG.split()


@pytest.mark.parametrize("cut", [333, 5000, 10**6])
def test_how_the_audio_is_cut_does_not_change_the_words(engine: WhisperEngine, cut: int) -> None:
    listeners = engine.listen("en"), engine.listen("en")
    guesses(listeners[0], NOISE)
    guesses(listeners[1], NOISE, cut=cut)
    assert listeners[0].end() == listeners[1].end()


def test_guesses_wait_for_new_audio(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    short = NOISE[: (SHORTEST_MS - 10) * 16]
    assert guesses(listener, short, cut=160)[-1] == ""
    assert watched.asked == []


def test_a_segment_that_goes_on_is_told_what_came_before(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    plain = len(listener._start(()))
    lengths = []
    for start_ms in (0, 4100, 9000):
        guesses(listener, NOISE, start_ms, hurry=True)
        listener.end()
        lengths.append(len(watched.asked[-1][0].start))
    assert lengths == [plain, plain + 1 + len(LONG.split()), plain]


def test_what_loops_is_tried_in_a_full_window_then_left_out(speaking_model: MakeModel) -> None:
    engine = WhisperEngine(str(speaking_model("hello doctor hello")), threads=1)
    listener = engine.listen("en")
    watched = Watched(listener)
    assert set(guesses(listener, NOISE)) == {""}
    assert listener.end() == ()
    first, again = (asked for asked, urgency in watched.asked if urgency is Urgency.FINAL)
    assert len(first.window.frames) < len(again.window.frames) == PADDED_FRAMES
    engine.close()


def test_without_sound_there_are_no_words(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    listener.begin(0)
    assert listener.end() == ()
    listener.begin(500)
    listener.feed(NOISE[:100])
    assert listener.end() == ()


def test_what_the_model_does_not_believe_is_left_out(speaking_model: MakeModel) -> None:
    engine = WhisperEngine(str(speaking_model(LONG, sureness=0.3)), threads=1)
    listener = engine.listen("en")
    guesses(listener, NOISE, hurry=True)
    assert listener.end(0.3) == ()
    engine.close()


def test_until_words_were_heard_the_language_is_unknown(engine: WhisperEngine) -> None:
    listener = engine.listen()
    assert listener.language == "und"
    guesses(listener, NOISE[:100])
    listener.end()
    assert listener.language == "und"
    guesses(listener, NOISE, 1000)
    listener.end()
    assert listener.language == "en"


def final(engine: WhisperEngine, sound: Mono, hurry: bool, cut: int) -> tuple[Word, ...]:
    listener = engine.listen("en")
    guesses(listener, sound, hurry=hurry, cut=cut)
    return listener.end()


def test_the_small_models_words_do_not_depend_on_its_guesses(
    micro: WhisperEngine, say: Say
) -> None:
    sound = say("flite-slt", "I have had a headache since Monday, and I take ibuprofen for it.")
    expected = final(micro, sound, True, PART)
    assert expected
    for cut in (PART, 11_111):
        found = final(micro, sound, False, cut)
        assert [(w.text, w.start_ms, w.end_ms) for w in found] == [
            (w.text, w.start_ms, w.end_ms) for w in expected
        ]
