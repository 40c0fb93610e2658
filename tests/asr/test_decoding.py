"""Passes over windows, run by real CTranslate2 models."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from asr.decoding import (
    GRID_FRAMES,
    LONGEST_TOKENS,
    MARGIN_TOKENS,
    Decoder,
    Kind,
    Pass,
    Reading,
    Window,
    first_frames,
)
from asr.download import BUNDLED, is_complete

MakeModel = Callable[..., Path]
ANYTHING = settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # each example takes a tenth of a second
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Model:
    """A model's decoder with the numbers of its tokens."""

    def __init__(self, folder: Path) -> None:
        self.names: list[str] = json.loads((folder / "vocabulary.json").read_text())
        of = self.names.index
        self.end = of("<|endoftext|>")
        self.previous = of("<|startofprev|>")
        self.start = (of("<|startoftranscript|>"), of("<|en|>"), of("<|transcribe|>"))
        whisper = ctranslate2.models.Whisper(str(folder), intra_threads=1)
        self.decoder = Decoder(whisper, of("<|notimestamps|>"), self.end)

    def asked(
        self, window: Window, before: tuple[int, ...] = (), *, kind: Kind = Kind.FINAL
    ) -> Pass:
        prompt = (self.previous, *before) if before else ()
        return Pass(kind, window, self.start, window.heard * 16 // 100, prompt)

    def text(self, reading: Reading) -> str:
        return "".join(self.names[token] for token in reading.tokens).replace("\u0120", " ")

    def tokens(self, text: str) -> tuple[int, ...]:
        words = (word if word == "hello" else f"\u0120{word}" for word in text.split())
        return tuple(map(self.names.index, words))


def window(seed: int, frames: int = 256, heard: int = 250) -> Window:
    """A sound of that many frames whose spectrum wanders."""
    steps = np.random.default_rng(seed).normal(size=(heard, 80)).cumsum(axis=0)
    found = np.zeros((frames, 80), np.float32)
    found[:heard] = np.tanh(steps / 10)
    return Window(found, heard)


@pytest.fixture(scope="module")
def saying(speaking_model: MakeModel) -> Model:
    return Model(speaking_model("hello doctor my left knee hurts"))


@pytest.fixture(scope="module")
def looping(speaking_model: MakeModel) -> Model:
    return Model(speaking_model("hello doctor hello", more={("hello", "<|endoftext|>"): 0.0}))


@pytest.fixture(scope="module")
def micro_model() -> Model:
    if not is_complete(BUNDLED):
        pytest.skip(f"needs the model in asr/data/{BUNDLED.name}")
    return Model(BUNDLED)


@pytest.mark.parametrize("kind", [Kind.PARTIAL, Kind.FINAL])
def test_a_pass_gives_tokens_with_probabilities_and_times(saying: Model, kind: Kind) -> None:
    (reading,) = saying.decoder.run((saying.asked(window(0), kind=kind),))
    assert saying.text(reading) == "hello doctor my left knee hurts"
    assert len(reading.probabilities) == len(reading.tokens) == len(reading.frames) - 1
    assert all(0.9 < p <= 1 for p in reading.probabilities)
    assert list(reading.frames) == sorted(reading.frames)
    assert reading.frames[:3] == (0, 40, 80)
    assert reading.frames[-1] <= 125
    assert -0.1 < reading.log_prob <= 0


def test_a_pass_goes_on_after_its_prompt(saying: Model) -> None:
    settled = saying.tokens("hello doctor my")
    (reading,) = saying.decoder.run((saying.asked(window(0), settled, kind=Kind.PARTIAL),))
    assert saying.text(reading) == " left knee hurts"
    assert len(reading.probabilities) == len(reading.tokens) == 3
    assert reading.frames[0] == 0


def test_where_nothing_follows_there_are_no_tokens(saying: Model) -> None:
    all_said = saying.tokens("hello doctor my left knee hurts")
    (reading,) = saying.decoder.run((saying.asked(window(0), all_said),))
    assert (reading.tokens, reading.probabilities, reading.log_prob) == ((), (), 0)
    assert len(reading.frames) == 1


def test_partial_passes_of_unequal_windows_and_prompts_go_together(saying: Model) -> None:
    asked = [
        saying.asked(window(n, 64 * (n + 1), 60 * (n + 1)), saying.tokens(text), kind=Kind.PARTIAL)
        for n, text in enumerate(("hello doctor", "doctor my", "my left"))
    ]
    assert len({item.group for item in asked}) == 1
    found = saying.decoder.run(tuple(asked))
    assert [saying.text(reading) for reading in found] == [
        " my left knee hurts",
        " left knee hurts",
        " knee hurts",
    ]
    for item, reading in zip(asked, found, strict=True):
        assert max(reading.frames) <= item.window.heard // 2


def test_languages_are_detected(saying: Model) -> None:
    (reading,) = saying.decoder.run((Pass(Kind.DETECT, window(0)),))
    assert reading.tokens == ()
    assert reading.opinion is not None
    assert (reading.opinion.language, reading.opinion.speech_ms) == ("en", 2500)
    assert 0.9 < reading.opinion.probability <= 1


@pytest.mark.parametrize("before", [0, 3, 10, 51, 200, 430])
@pytest.mark.parametrize("most", [8, 40, 300])
def test_a_prompt_leaves_room_for_what_can_be_said_and_no_more(
    looping: Model, before: int, most: int
) -> None:
    said = looping.tokens("hello doctor") * before
    prompt = (looping.previous, *said[:before]) if before else ()
    asked = Pass(Kind.PARTIAL, window(0, 64, 50), looping.start, most, prompt)
    (reading,) = looping.decoder.run((asked,))
    given_tokens = len(prompt) + len(looping.start) + 1
    assert len(reading.tokens) == min(most + MARGIN_TOKENS, LONGEST_TOKENS - given_tokens)


def test_how_likely_the_end_of_the_text_is_counts(speaking_model: MakeModel) -> None:
    either = Model(speaking_model("hello doctor hello"))  # "hello" is followed by either
    (reading,) = either.decoder.run((either.asked(window(0)),))
    # Half of its tokens are certain; after each of the others it might as well have gone on.
    assert len(reading.tokens) % 2 == 1
    assert reading.log_prob == pytest.approx(0.5 * math.log(0.5), abs=0.01)


def test_each_of_a_batch_has_its_own_room(looping: Model) -> None:
    asked = [Pass(Kind.PARTIAL, window(0, 64, 50), looping.start, most) for most in (5, 30, 0)]
    found = looping.decoder.run(tuple(asked))
    assert [len(reading.tokens) - MARGIN_TOKENS for reading in found] == [5, 30, 0]


def test_only_what_may_share_a_batch_has_one_group(saying: Model) -> None:
    small, same, large = (saying.asked(window(n, size)) for n, size in enumerate((256, 256, 320)))
    assert small.group == same.group != large.group
    prompted, alike, longer = (saying.asked(small.window, said) for said in ((1,), (2,), (1, 2)))
    assert prompted.group == alike.group
    assert len({small.group, prompted.group, longer.group}) == 3
    german = Pass(Kind.FINAL, small.window, (saying.start[0], 99, saying.start[2]), 40)
    assert german.group != small.group
    kinds = {saying.asked(window(0), kind=kind).group for kind in Kind}
    assert len(kinds) == len(Kind)
    near = [
        saying.asked(window(0, GRID_FRAMES * n, 60), kind=Kind.PARTIAL).group for n in (4, 7, 8)
    ]
    assert near[0] == near[1] != near[2]


def alone(model: Model, asked: list[Pass]) -> list[Reading]:
    return [model.decoder.run((item,))[0] for item in asked]


@ANYTHING
@given(st.lists(st.integers(0, 5), min_size=2, max_size=6))
def test_batch_mates_do_not_change_a_final(saying: Model, words: list[int]) -> None:
    asked = [
        saying.asked(window(n, heard=250 - 9 * n), (word, word)) for n, word in enumerate(words)
    ]
    assert len({item.group for item in asked}) == 1
    together = saying.decoder.run(tuple(asked))
    for one, other in zip(together, alone(saying, asked), strict=True):
        assert (one.tokens, one.frames) == (other.tokens, other.frames)


@ANYTHING
@given(st.lists(st.integers(0, 5), min_size=2, max_size=6), st.booleans())
def test_batch_mates_do_not_change_a_final_of_the_small_model(
    micro_model: Model, seeds: list[int], prompted: bool
) -> None:
    asked = [
        micro_model.asked(window(seed, heard=250 - 9 * seed), (5 + seed, 6, 7) if prompted else ())
        for seed in seeds
    ]
    together = micro_model.decoder.run(tuple(asked))
    assert [r.tokens for r in together] == [r.tokens for r in alone(micro_model, asked)]


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(0, 4), st.integers(0, 120))
def test_tokens_begin_in_order_within_what_was_heard(
    steps: list[int], tokens: int, heard: int
) -> None:
    path = [(int(t), f) for f, t in enumerate(np.clip(np.cumsum(steps) // 8, 0, tokens))]
    found = first_frames(path, tokens, heard)
    assert len(found) == tokens + 1
    assert list(found) == sorted(found)
    assert max(found) <= -(-heard // 2)


def test_a_token_begins_where_the_path_first_meets_it() -> None:
    assert first_frames([(0, 0), (0, 1), (1, 2), (1, 3), (2, 7)], 2, 20) == (0, 2, 7)
    assert first_frames([(0, 0)], 2, 20) == (0, 10, 10)
