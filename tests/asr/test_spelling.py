"""Tokens become words with times and confidences."""

from itertools import pairwise

import numpy as np
import pytest
import tokenizers
from faster_whisper.tokenizer import Tokenizer
from hypothesis import given
from hypothesis import strategies as st

from asr.decoding import Reading
from asr.spelling import FRAME_MS, LONGEST_WORD_MS, Spelling, in_sound, in_time, words_of
from scribe.transcript import Word

SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>"),
    *("<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
)


def bytewise() -> tokenizers.Tokenizer:
    """Every byte is a token."""
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: n for n, letter in enumerate(alphabet)}
    made = tokenizers.Tokenizer(tokenizers.models.BPE(vocab=vocabulary, merges=[]))
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    made.add_special_tokens(list(SPECIAL))
    return made


HF = bytewise()
ENGLISH, CHINESE = (Spelling(Tokenizer(HF, True, "transcribe", name)) for name in ("en", "zh"))


def tokens(text: str) -> tuple[int, ...]:
    return tuple(HF.encode(text).ids)


def words(spelling: Spelling, text: str, probability: float = 0.5) -> tuple[Word, ...]:
    """Each byte takes two frames."""
    read = tokens(text)
    frames = tuple(range(0, 2 * len(read) + 1, 2))
    return words_of(spelling, Reading(read, 0.0, (probability,) * len(read), frames), 1000)


def test_the_start_names_the_language() -> None:
    assert [HF.id_to_token(t) for t in CHINESE.start] == [
        *("<|startoftranscript|>", "<|zh|>", "<|transcribe|>")
    ]
    assert HF.id_to_token(ENGLISH.previous) == "<|startofprev|>"


@pytest.mark.parametrize("text", ["No fever, doctor.", "T\u00f4i b\u1ecb \u0111au", "\u5934\u75bc"])
def test_tokens_are_written_as_text(text: str) -> None:
    assert ENGLISH.text(tokens(f" {text}")) == text


@pytest.mark.parametrize(
    ("spelling", "text", "expected"),
    [
        (ENGLISH, " No fever, doctor.", [" No", " fever,", " doctor."]),
        (ENGLISH, " fifty - well - five ?", [" fifty -", " well -", " five ?"]),
        (ENGLISH, " isn't 1.5 mg", [" isn't", " 1.5", " mg"]),
        (CHINESE, "\u5934\u75bc\u3002", ["\u5934", "\u75bc\u3002"]),
        (ENGLISH, "", []),
    ],
)
def test_signs_belong_to_the_word_before_them(
    spelling: Spelling, text: str, expected: list[str]
) -> None:
    found = spelling.pieces(tokens(text))
    assert [piece.text for piece in found] == expected
    assert tuple(t for piece in found for t in piece.tokens) == tokens(text)


@given(st.text(alphabet="ab \u00e9\u5934.,?'-", max_size=20))
def test_no_token_is_lost_or_moved(text: str) -> None:
    for spelling in (ENGLISH, CHINESE):
        found = spelling.pieces(tokens(text))
        assert tuple(t for piece in found for t in piece.tokens) == tokens(text)


def test_a_word_ends_where_its_sign_begins() -> None:
    first, second = words(ENGLISH, "ab, cd")
    assert (first.text, first.start_ms, first.end_ms) == ("ab,", 1000, 1000 + 4 * FRAME_MS)
    assert (second.text, second.end_ms) == ("cd", 1000 + 12 * FRAME_MS)


def test_confidence_is_a_geometric_mean_without_signs() -> None:
    read = tokens("ab.")
    reading = Reading(read, 0.0, (0.9, 0.4, 0.001), (0, 1, 2, 3))
    (word,) = words_of(ENGLISH, reading, 0)
    assert word.confidence == pytest.approx(0.6)
    assert words(ENGLISH, "ab", 0.0)[0].confidence > 0


TIMED = st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 9000)), max_size=12)


@given(TIMED, st.integers(0, 3000), st.integers(0, 6000))
def test_words_are_put_in_order_inside_their_stretch(
    times: list[tuple[int, int]], start_ms: int, length_ms: int
) -> None:
    given_words = tuple(Word("w", min(pair), max(pair), 0.5) for pair in times)
    end_ms = start_ms + length_ms
    found = in_time(given_words, start_ms, end_ms)
    assert len(found) == len(given_words)
    for word in found:
        assert start_ms <= word.start_ms <= word.end_ms <= end_ms
    for before, after in pairwise(found):
        assert before.end_ms <= after.start_ms


def test_a_word_is_not_stretched_over_a_pause() -> None:
    said = (Word("a", 0, 300, 1.0), Word("b", 300, 600, 1.0), Word("c", 600, 5000, 1.0))
    found = in_time(said, 0, 5000)
    assert found[2].end_ms == 600 + LONGEST_WORD_MS
    slow = tuple(Word("w", n * 2000, n * 2000 + 1500, 1.0) for n in range(3))
    assert in_time(slow, 0, 9000) == slow


def test_words_lose_the_silence_at_their_edges() -> None:
    loud = np.zeros(100, np.bool_)
    loud[[20, 25, 29, 60]] = True
    said = (Word("a", 5000, 5500, 1.0), Word("b", 5500, 5555, 1.0), Word("c", 5555, 6000, 0.5))
    assert in_sound(said, loud, 5000) == (
        *(Word("a", 5200, 5300, 1.0), Word("b", 5500, 5555, 1.0)),
        Word("c", 5600, 5610, 0.5),
    )


@given(TIMED, st.lists(st.booleans(), max_size=400), st.integers(0, 3000))
def test_what_is_cut_off_words_is_never_loud(
    times: list[tuple[int, int]], levels: list[bool], start_ms: int
) -> None:
    loud = np.array(levels, np.bool_)
    end_ms = start_ms + 10 * len(levels)
    before = in_time(tuple(Word("w", min(t), max(t), 0.5) for t in times), start_ms, end_ms)
    for old, new in zip(before, in_sound(before, loud, start_ms), strict=True):
        assert old.start_ms <= new.start_ms <= new.end_ms <= old.end_ms
        for n in np.flatnonzero(loud) * 10 + start_ms:
            inside = max(n, old.start_ms) < min(n + 10, old.end_ms)
            kept = new.start_ms <= max(n, old.start_ms) and min(n + 10, old.end_ms) <= new.end_ms
            assert kept or not inside
