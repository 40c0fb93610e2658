"""One stream heard by a Whisper model: guesses on the way, words at the end, its language."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from asr.card import Card, write_card
from asr.decoding import MARGIN_TOKENS, PADDED_FRAMES, Kind, Pass, Reading
from asr.dispatch import Urgency
from asr.engine import Mono
from asr.hearing import PROMPT_TOKENS, SHORTEST_MS, WhisperListener, repeated
from asr.stabilize import Piece
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
        self.readings: list[Reading] = []
        self._submit, self._refuse_from = listener._submit, refuse_from
        listener._submit = self.submit

    def submit(self, asked: Pass, urgency: Urgency) -> "Future[Reading]":
        self.asked.append((asked, urgency))
        hurried = sum(urgency is Urgency.PARTIAL for _, urgency in self.asked)
        if urgency is Urgency.PARTIAL and hurried >= self._refuse_from:
            raise Overloaded("as asked for")
        answer = self._submit(asked, urgency)
        self.readings.append(answer.result())
        return answer


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


def partials(watched: "Watched") -> list[Pass]:
    return [asked for asked, _ in watched.asked if asked.kind is Kind.PARTIAL]


def test_settled_words_are_the_prompt_of_windows_that_begin_after_them(
    engine: WhisperEngine,
) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    listener.begin(0)
    heard_frames: list[int] = []
    for start in range(0, len(NOISE), PART):
        listener.feed(NOISE[start : start + PART])
        if len(partials(watched)) > len(heard_frames):
            heard_frames.append((start + PART) // 160)
    asked = partials(watched)
    prompts = [len(item.prompt) for item in asked]
    assert prompts[:2] == [0, 0]
    assert prompts == sorted(prompts)
    # The start of previous text with all words but the last, which stays open.
    assert prompts[-1] == len(LONG.split())
    skipped = [all_of - item.window.heard for all_of, item in zip(heard_frames, asked, strict=True)]
    assert skipped == sorted(skipped)
    assert skipped[1] < 10 < skipped[-1]
    assert asked[2].window.heard < asked[1].window.heard
    room = [item.most_tokens for item in asked]
    assert room[2] < room[1]


def test_a_window_begins_a_little_before_its_first_word(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    listener.begin(0)
    for start in range(0, len(NOISE), PART):
        before = len(partials(watched))
        settled = listener._segment.stable.settled
        listener.feed(NOISE[start : start + PART])
        if len(partials(watched)) > before and listener._segment.stable.settled and not settled:
            break
    first = watched.readings[-1]
    open_word = len(listener._segment.stable.settled)
    assert listener._segment.cut_frames == max(0, 2 * first.frames[open_word] - 8)


def test_words_that_are_heard_again_at_the_cut_are_left_out(speaking_model: MakeModel) -> None:
    engine = WhisperEngine(str(speaking_model(LONG, repeats=True)), threads=1)
    listener = engine.listen("en")
    watched = Watched(listener)
    found = guesses(listener, NOISE)
    again = [len(watched.readings[n].tokens) for n, (p, _) in enumerate(watched.asked) if p.prompt]
    assert 2 in again  # "knee hurts", after a prompt that ends in "knee"
    assert set(found) == {"", LONG}
    engine.close()


@pytest.mark.parametrize(
    ("settled", "heard", "count"),
    [
        ("my left knee", "knee hurts", 1),
        ("my left knee", "Left knee, hurts", 2),
        ("my left knee", "my left knee hurts", 0),
        ("my left knee", "hurts", 0),
        ("knee", "knee", 1),
        ("", "knee", 0),
        ("knee", "", 0),
        ("no no", "no no no", 2),
    ],
)
def test_at_most_two_words_count_as_heard_again(settled: str, heard: str, count: int) -> None:
    before, now = (
        tuple(Piece(f" {word}", (0,)) for word in words.split()) for words in (settled, heard)
    )
    assert repeated(before, now) == count


def test_the_next_segment_is_read_from_its_beginning(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    guesses(listener, NOISE)
    listener.end()
    before = len(watched.asked)
    guesses(listener, NOISE, 9000)
    first = watched.asked[before][0]
    assert (first.kind, first.prompt) == (Kind.PARTIAL, ())
    assert first.window.heard >= SHORTEST_MS // 10 - 2


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


def test_finals_are_read_whole_however_much_of_them_was_settled(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    found = guesses(listener, np.tile(NOISE, 4))
    assert found[-1] == LONG
    words = listener.end()
    last, urgency = watched.asked[-1]
    assert (last.kind, urgency) == (Kind.FINAL, Urgency.FINAL)
    assert (last.window.heard, last.prompt) == (1600, ())
    assert partials(watched)[-1].window.heard < 1600
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
    found = []
    for start_ms in (0, 4100, 9000):
        guesses(listener, NOISE, start_ms, hurry=True)
        words = listener.end()
        found.append((len(watched.asked[-1][0].prompt), len(words)))
    said = len(LONG.split())
    # This model has nothing to add to its prompt.
    assert found == [(0, said), (1 + said, 0), (0, said)]


def test_a_prompt_keeps_the_last_words_and_leaves_room(engine: WhisperEngine) -> None:
    listener = engine.listen("en")
    watched = Watched(listener)
    guesses(listener, NOISE, hurry=True)
    listener.end()
    said = tuple(n % 5 for n in range(2 * PROMPT_TOKENS + 3))
    listener._prompt = said
    guesses(listener, NOISE, 4100, hurry=True)
    listener.end()
    plain, prompted = (asked for asked, _ in watched.asked)
    assert prompted.prompt[1:] == said[-PROMPT_TOKENS:]
    assert prompted.start == plain.start
    assert prompted.most_tokens == plain.most_tokens == 64
    assert prompted.most_tokens + MARGIN_TOKENS > len(LONG.split())


def test_what_loops_is_tried_in_a_full_window_then_left_out(speaking_model: MakeModel) -> None:
    endless = speaking_model("hello doctor hello", more={("hello", "<|endoftext|>"): 0.0})
    engine = WhisperEngine(str(endless), threads=1)
    listener = engine.listen("en")
    watched = Watched(listener)
    assert set(guesses(listener, NOISE)) == {""}
    assert listener.end() == ()
    first, again = (asked for asked, urgency in watched.asked if urgency is Urgency.FINAL)
    assert len(first.window.frames) < len(again.window.frames) == PADDED_FRAMES
    assert first.window.heard == again.window.heard
    engine.close()


def test_what_was_read_in_a_full_window_is_not_read_again(speaking_model: MakeModel) -> None:
    endless = speaking_model("hello doctor hello", more={("hello", "<|endoftext|>"): 0.0})
    write_card(endless, Card(cropped_window=False))
    engine = WhisperEngine(str(endless), threads=1)
    listener = engine.listen("en")
    watched = Watched(listener)
    guesses(listener, NOISE, hurry=True)
    assert listener.end() == ()
    assert [urgency for _, urgency in watched.asked] == [Urgency.FINAL]
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
