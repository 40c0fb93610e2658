"""Sentences become speech, speech becomes examples, examples a model that the engine runs."""

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, processors

from recipes.train_micro_whisper.augment import augmented, scaled, stretched, warped
from recipes.train_micro_whisper.bank import (
    bank_texts,
    read_shard,
    shard_paths,
    speak,
)
from recipes.train_micro_whisper.corpus import SHARD, TRAINING, Part, speak_part, training_parts
from recipes.train_micro_whisper.espeak_voice import EspeakVoice
from recipes.train_micro_whisper.evaluate import SPEAKERS, scored, unseen
from recipes.train_micro_whisper.example import IGNORED, example_of
from recipes.train_micro_whisper.examples import EASY, Examples, Mix, batches, read_bank
from recipes.train_micro_whisper.festival_voice import FestivalVoice
from recipes.train_micro_whisper.flite_voice import FliteVoice
from recipes.train_micro_whisper.grammar import distinct, is_held_out, read_grammar
from recipes.train_micro_whisper.mel import BINS, frames_of
from recipes.train_micro_whisper.model_card import write_figures, write_model_card
from recipes.train_micro_whisper.scores import Cost, Evaluation, Score
from recipes.train_micro_whisper.spoken import Sound, Synthesizer
from recipes.train_micro_whisper.symbols import read_symbols, symbols_of
from recipes.train_micro_whisper.tokens import LANGUAGES, Vocabulary, units
from recipes.train_micro_whisper.window import Window, laid_out, without_head, without_tail
from scribe.errors import ModelUnavailable

needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")
needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is not installed"
)
needs_festival = pytest.mark.skipif(
    shutil.which("festival") is None, reason="festival is not installed"
)


def window(rng: np.random.Generator, words: int) -> Window:
    """Words of 100 to 300 ms with gaps between them, a phone for each."""
    gaps, lengths = rng.integers(0, 20, words) * 10, rng.integers(10, 31, words) * 10
    ends = np.cumsum(gaps + lengths)
    sounds = tuple(
        Sound(f"w{i}", int(end - length), int(end))
        for i, (end, length) in enumerate(zip(ends, lengths, strict=True))
    )
    phones = tuple(Sound("radio p", s.start_ms, s.end_ms) for s in sounds)
    frames = rng.normal(size=(int(ends[-1]) // 10 + 30, BINS)).astype(np.float32)
    return Window("en", frames, sounds, phones, (words,))


# Tokens.


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_spelt_as_they_were(language: str, vocabulary: Vocabulary) -> None:
    for text in distinct(read_grammar(language), 20, 2):
        tokens = [token for unit in units(text) for token, _, _ in vocabulary.word(unit)]
        assert vocabulary.tokenizer.decode(tokens).strip() == text


def test_tokens_lie_inside_their_word_and_a_sign_in_the_pause_after_it(
    vocabulary: Vocabulary,
) -> None:
    words = (Sound("breathing,", 100, 700), Sound("well.", 900, 1200))
    timed = vocabulary.timed(words)
    assert all(a.start_ms <= b.start_ms for a, b in pairwise(timed))
    (comma,) = (t for t in timed if vocabulary.tokenizer.decode([t.token]) == ",")
    assert (comma.start_ms, comma.end_ms) == (700, 900)
    assert timed[-1].start_ms == 1200


def test_a_space_before_a_dash_is_not_the_space_that_words_begin_with(
    vocabulary: Vocabulary,
) -> None:
    assert len(vocabulary.tokenizer.encode(" -").ids) == 1


def test_a_tokenizer_that_was_exported_puts_no_special_tokens_into_words(
    vocabulary: Vocabulary,
) -> None:
    kept = Tokenizer.from_str(vocabulary.tokenizer.to_str())
    kept.post_processor = processors.TemplateProcessing(
        single="<|startoftranscript|> $A", special_tokens=[("<|startoftranscript|>", 1025)]
    )
    assert Vocabulary(kept).word(" cough,") == vocabulary.word(" cough,")


def test_timestamps_follow_the_text_and_the_special_tokens(vocabulary: Vocabulary) -> None:
    first = vocabulary.tokenizer.get_vocab_size()
    assert vocabulary.timestamp(0) == first
    assert vocabulary.timestamp(30_000) == vocabulary.timestamp(99_000) == vocabulary.size - 1


# The bank.


def test_what_was_spoken_is_read_back(bank: Path, texts: tuple[str, ...]) -> None:
    shard = read_shard(bank / "tones-00")
    assert [entry.text for entry in shard.entries] == list(texts) == list(bank_texts(bank))
    assert [word.name for word in shard.entries[1].words] == texts[1].split()
    assert shard.features.shape == (sum(e.frames for e in shard.entries), BINS)
    assert all(a.first + a.frames == b.first for a, b in pairwise(shard.entries))
    assert shard.entries[0].words[0] == Sound("I", 100, 300)


def test_a_part_that_was_interrupted_is_not_read(bank: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "tones-00.npy", np.zeros((4, BINS), np.float16))
    assert shard_paths(tmp_path) == ()
    assert [path.name for path in shard_paths(bank)] == ["tones-00.json"]


def test_a_part_that_is_there_is_not_spoken_again(tmp_path: Path) -> None:
    (tmp_path / "gone-00.json").write_text("[]")
    assert speak_part(Part("gone", "en", 1, ("flite:nobody",)), 0, 1, tmp_path) == "gone-00"
    assert (tmp_path / "gone-00.json").read_text() == "[]"


def test_held_out_sentences_of_an_older_bank_are_dropped_without_new_numbers(
    bank: Path, vocabulary: Vocabulary, tones: Synthesizer, tmp_path: Path
) -> None:
    kept, dropped = (
        distinct(read_grammar("en"), 3, 5, held_out=held_out) for held_out in (False, True)
    )
    speak((*kept, *dropped, "zyzzyva"), "en", (tones,), 1, tmp_path / "old-00")
    shutil.copy(bank / "noises.npy", tmp_path)
    read = read_bank(tmp_path, vocabulary)
    entries = read_shard(tmp_path / "old-00").entries
    assert len(read) == sum(not is_held_out(entry.text) for entry in entries) < len(entries)
    assert read.symbols.letters == symbols_of(entries).letters
    read.symbols.save(tmp_path / "numbers")
    again = read_symbols(tmp_path / "numbers")
    assert (again.letters, again.phones) == (read.symbols.letters, read.symbols.phones)


def test_a_larger_bank_has_more_of_every_voice() -> None:
    assert [part.sentences for part in training_parts(4)] == [4 * p.sentences for p in TRAINING]
    assert all(part.sentences % SHARD == 0 for part in TRAINING)


# Windows.


def test_sentences_are_laid_out_one_after_the_other_with_pauses(bank: Path) -> None:
    shard = read_shard(bank / "tones-00")
    one, two = shard.entries[:2]
    found = laid_out([(shard, one), (shard, two)], (0.2, 0.5, 0.1))
    assert found.length_ms == 10 * (one.frames + two.frames) + 800
    assert found.sentence_ends == (len(one.words), len(one.words) + len(two.words))
    assert found.words[0].start_ms == one.words[0].start_ms + 200
    assert found.words[len(one.words)].start_ms == two.words[0].start_ms + 700 + 10 * one.frames
    assert {phone.name for phone in found.phones} == {"radio beep"}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 20))
def test_a_cut_keeps_only_words_that_are_over(seed: int, words: int) -> None:
    rng = np.random.default_rng(seed)
    whole = window(rng, words)
    cut = without_tail(rng, whole)
    assert cut.is_cut
    assert cut.length_ms < whole.length_ms
    assert cut.words == tuple(w for w in whole.words if w.end_ms <= cut.length_ms - 20)
    assert cut.sentence_ends == (len(cut.words),)
    assert all(phone.end_ms <= cut.length_ms for phone in cut.phones)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(4, 20))
def test_what_comes_before_a_late_start_is_the_prompt_or_unknown(seed: int, words: int) -> None:
    rng = np.random.default_rng(seed)
    whole = window(rng, words)
    late = without_head(rng, whole)
    names = [word.name for word in whole.words]
    kept = [word.name for word in late.words]
    gone = [unit.strip() for unit in late.prompt]
    assert names[-len(kept) :] == kept
    assert gone in ([], names[: -len(kept)])
    moved_ms = whole.words[-1].end_ms - late.words[-1].end_ms
    assert np.array_equal(late.frames, whole.frames[moved_ms // 10 :])
    assert late.words[0].start_ms >= -20


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_a_changed_window_is_as_long_as_its_words(seed: int) -> None:
    rng = np.random.default_rng(seed)
    whole = window(rng, 5)
    noises = rng.normal(-5, 1, size=(2, 50, BINS)).astype(np.float16)
    found = augmented(rng, whole, noises)
    assert [word.name for word in found.words] == [word.name for word in whole.words]
    assert found.words[-1].end_ms <= found.length_ms + 10
    assert found.frames.dtype == np.float32
    assert np.isfinite(found.frames).all()


def test_a_stretch_moves_words_with_the_frames() -> None:
    frames = np.repeat(np.arange(100, dtype=np.float32)[:, None], BINS, axis=1)
    assert len(stretched(frames, 1.1)) == 110
    assert stretched(frames, 1.1)[55, 0] == pytest.approx(50, abs=0.5)
    assert scaled((Sound("a", 500, 600),), 1.1) == (Sound("a", 550, 660),)


def test_a_shorter_throat_moves_a_tone_up() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000).astype(np.float32)
    frames = frames_of(tone)
    higher, same = (warped(frames, np.array([factor])) for factor in (1.15, 1.0))
    assert higher[50].argmax() > frames[50].argmax()
    np.testing.assert_allclose(same, frames, atol=1e-4)


# Examples.


def test_an_example_asks_for_the_language_then_for_each_word(
    examples: Examples, vocabulary: Vocabulary, texts: tuple[str, ...]
) -> None:
    v = vocabulary
    found = examples.entry(0)
    assert list(found.tokens[:4]) == [v.start, v.language("en"), v.transcribe, v.no_timestamps]
    assert list(found.targets[:3]) == [v.language("en"), IGNORED, IGNORED]
    assert list(found.tokens[4:]) == list(found.targets[3:-1])
    assert found.targets[-1] == v.end
    assert v.tokenizer.decode(found.targets[3:-1].tolist()).strip() == texts[0]
    assert len(found.phones) == -(-len(found.features) // 2)
    heard = found.spans[3:-1]  # the end is heard after the last full stop, if at all
    assert (heard[:, 0] < heard[:, 1]).all()


def test_a_comma_is_not_learnt_where_the_pause_after_it_is_cut_off(
    examples: Examples, vocabulary: Vocabulary
) -> None:
    frames = np.zeros((100, BINS), np.float32)
    words = (Sound("well,", 100, 900),)
    for length, closed in ((100, False), (130, True)):
        frames = np.zeros((length, BINS), np.float32)
        cut = Window("en", frames, words, (), (1,), is_cut=True)
        found = example_of(cut, frames, False, vocabulary, examples.symbols)
        said = vocabulary.tokenizer.decode(found.targets[3:-1].tolist())
        assert said.endswith(",") is closed


def test_sentences_with_times_stand_between_their_timestamps(
    examples: Examples, vocabulary: Vocabulary
) -> None:
    words = (Sound("yes.", 100, 500), Sound("no.", 1000, 1400))
    frames = np.zeros((200, BINS), np.float32)
    two = Window("en", frames, words, (), (1, 2))
    found = example_of(two, frames, True, vocabulary, examples.symbols)
    times = [int(t) for t in found.targets if t >= vocabulary.timestamp(0)]
    assert times == [vocabulary.timestamp(ms) for ms in (100, 500, 1000, 1400)]
    assert vocabulary.no_timestamps not in found.tokens


def test_noise_is_learnt_as_no_speech(examples: Examples, vocabulary: Vocabulary) -> None:
    found = examples.one(np.random.default_rng(1), Mix(noise_only=1.0))
    assert found.targets[0] == vocabulary.no_speech
    assert found.targets[-1] == vocabulary.end
    assert len(found.letters) == 0


@pytest.mark.parametrize("mix", [EASY, Mix()], ids=["easy", "full"])
def test_every_example_fits_together(examples: Examples, mix: Mix) -> None:
    rng = np.random.default_rng(4)
    for _ in range(60):
        found = examples.one(rng, mix)
        assert len(found.tokens) == len(found.targets) == len(found.spans)
        assert found.features.dtype == np.float32
        assert len(found.phones) == -(-len(found.features) // 2)
        assert found.spans.max() <= len(found.phones)


def test_batches_hold_no_more_audio_than_asked_for(examples: Examples) -> None:
    source = batches(examples, np.random.default_rng(2), EASY, 10.0)
    for _ in range(10):
        batch = next(source)
        longest = max(len(example.features) for example in batch)
        assert len(batch) == 1 or len(batch) * longest <= 1000


# Voices.


@needs_flite
def test_flite_says_when_each_word_is_spoken() -> None:
    said = FliteVoice("rms").say("The pain began, two days ago.", 1.0, 1.0)
    assert [word.name for word in said.words] == ["The", "pain", "began,", "two", "days", "ago."]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(said.words))
    with pytest.raises(ModelUnavailable, match="nobody"):
        FliteVoice("nobody")


@needs_espeak
@pytest.mark.parametrize(
    ("voice", "text", "words"), [("de", "Guten Tag, Frau Doktor.", 4), ("cmn", "我头痛。", 3)]
)
def test_espeak_says_when_each_word_is_spoken(voice: str, text: str, words: int) -> None:
    said = EspeakVoice(voice).say(text, 1.0, 1.0)
    assert len(said.words) == words
    assert said.words[-1].end_ms <= len(said.audio) // 16


@needs_festival
def test_festival_does_not_take_another_voice_for_one_that_is_missing() -> None:
    voice = FestivalVoice("nobody")
    with pytest.raises(ModelUnavailable, match="festival-nobody"):
        voice.say("Hello.", 1.0, 1.0)
    voice.close()


# Evaluation.


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_that_is_tested_on_was_trained_on(language: str) -> None:
    grammar = read_grammar(language)
    trained = distinct(grammar, 200, 1000)
    known = frozenset(unseen(language, 5, frozenset()))
    asked = set(unseen(language, 30, known))
    assert len(asked) == 30
    assert not asked & {*trained, *known}


def test_the_speaker_of_awb_is_in_no_part_of_training() -> None:
    heard = {speaker.name: speaker.is_heard for speaker in SPEAKERS}
    assert not heard["awb"]
    assert not heard["kal"]
    assert heard["rms"]
    assert heard["cmn"]


def test_mandarin_is_scored_by_letter_and_vietnamese_with_its_tones() -> None:
    assert [t.text for t in scored("我头痛。", "zh")] == list("我头痛")
    assert scored("Tôi bị đau.", "vi") != scored("Toi bi dau.", "vi")
    assert scored("Twenty, please!", "en") == scored("20 please", "en")


def test_the_card_takes_its_figures_again_and_again(tmp_path: Path) -> None:
    write_model_card(tmp_path, 8_000_000)
    card = tmp_path / "README.md"
    assert "Not evaluated yet." in card.read_text()
    assert "8.0 million" in card.read_text()
    for rate in (12.3, 4.5):
        score = Score("awb", "en", False, 200, rate, rate + 1, rate + 2)
        write_figures(tmp_path, Evaluation((score,), Cost(0.01, 0.05, 0.06)))
        assert f"| awb | en | no | 200 | {rate} % |" in card.read_text()
    assert "12.3 %" not in card.read_text()
    assert "Not evaluated yet." not in card.read_text()
