"""Sessions over a model of random weights hear a script, at the cost of the real passes."""

import time
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from asr.audio import decode_file
from asr.decoding import Decoder, Pass, Reading, Window
from asr.dispatch import Dispatcher
from asr.embedding import VoiceSpace
from asr.models import Shape
from asr.recognizer import StreamingRecognizer
from asr.roles import RoleClassifier
from asr.scripted import ScriptedEngine
from asr.segment import SegmentRules
from asr.speed import write_random_model
from asr.vad import Vad
from recipes.streaming.capacity import Load, live, most_sessions, rotated
from recipes.streaming.plain import PlainSession, StockWhisper
from recipes.streaming.random_whisper import END, NO_TIMESTAMPS, SIZES, VOCABULARY
from recipes.streaming.rehearsal import Line, Moment, Script, rehearse
from recipes.streaming.rehearsed import AgreeableWhisper, RehearsedEngine, agreed, writing
from recipes.streaming.rehearsed_tokens import UNSAID, Lexicon, parts
from scribe.transcript import Utterance, Word

DEMO = Path(__file__).parents[2] / "server/data/demo/encounter.flac"
HEARD_S = 12
SAID = (
    "My back has been hurting since Monday and the pain goes down into left leg when I "
    "bend over or lift something heavy at work so now take ibuprofen twice every day"
)


@pytest.fixture(scope="module")
def audio() -> np.ndarray:
    """The beginning of the demonstration, in whole frames of the voice detector."""
    samples = np.concatenate(tuple(decode_file(DEMO)))[:, 0]
    return np.ascontiguousarray(samples[: HEARD_S * 16_000 // 512 * 512])


@pytest.fixture(scope="module")
def script(audio: np.ndarray) -> Script:
    """Somebody says a word every 0.4 s."""
    words = tuple(Word(text, i * 400, i * 400 + 350, 0.9) for i, text in enumerate(SAID.split()))
    return rehearse(ScriptedEngine(words), audio)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ctranslate2.models.Whisper:
    """A tiny model that never ends by itself."""
    folder = tmp_path_factory.mktemp("random")
    write_random_model(folder, Shape(64, 1, 1), VOCABULARY)
    config = folder / "config.json"
    config.write_text(config.read_text().replace('"suppress_ids": []', f'"suppress_ids": [{END}]'))
    return ctranslate2.models.Whisper(str(folder), compute_type="int8", intra_threads=1)


def test_the_vocabulary_is_that_of_the_multilingual_whispers() -> None:
    assert len(VOCABULARY) == 51_865
    assert (END, VOCABULARY.index("<|startoftranscript|>")) == (50_257, 50_258)
    assert (VOCABULARY.index("<|startofprev|>"), NO_TIMESTAMPS) == (50_361, 50_363)
    assert [name for name, _ in SIZES] == ["base", "small"]


def test_a_word_has_one_or_two_tokens_that_spell_it() -> None:
    words = [f"word{i}" for i in range(2000)]
    counts = [len(parts(word)) for word in words]
    assert ["".join(parts(word)) for word in words] == [f" {word}" for word in words]
    assert set(counts) == {1, 2}
    assert sum(counts) / len(counts) == pytest.approx(1.35, abs=0.03)
    assert parts("I") == (" I",)


def test_a_script_tells_what_was_said_of_a_segment_so_far() -> None:
    moments = (Moment(256, ()), Moment(512, ("My",)), Moment(768, ("My", "back")))
    line = Line(9000, 9900, moments, ())
    assert line.said(100) == line.said(500) == ()
    assert line.said(600) == ("My",)
    assert line.said(5000) == ("My", "back")
    early = Line(100, 900, (), ())
    script = Script((early, line), 10_000)
    assert script.line(8000) is line
    assert script.line(9700) is early


def test_a_recording_in_which_nothing_is_heard_makes_no_script(audio: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected it to hear words"):
        rehearse(ScriptedEngine(()), audio)


def test_the_tokens_of_a_script_read_as_its_words(script: Script) -> None:
    lexicon = Lexicon(script)
    words = tuple(word.text for word in script.lines[0].words)
    tokens = lexicon.tokens(words)
    assert UNSAID not in tokens
    assert lexicon.tokenizer("en").decode(list(tokens)).split() == list(words)


def test_a_pass_may_write_the_tokens_and_the_end() -> None:
    window = Window(np.zeros((64, 80), np.float32), 64)
    asked = Pass(window, (1, 2), (5, 6, 7), 100)
    assert writing(asked, (5, 6), 4).most_tokens == 2 + 4 + 1 - 8
    assert agreed((5, 6, 7), (5, 6, 8, 9)) == 2


@pytest.mark.parametrize(("right", "fresh"), [(0, 5), (3, 4), (3, 0)])
def test_the_model_writes_exactly_what_is_asked_for(
    model: ctranslate2.models.Whisper, right: int, fresh: int
) -> None:
    decoder = Decoder(AgreeableWhisper(model), NO_TIMESTAMPS, END)
    start = tuple(
        VOCABULARY.index(name) for name in ("<|startoftranscript|>", "<|en|>", "<|transcribe|>")
    )
    window = Window(np.zeros((128, 80), np.float32), 128)
    offered = tuple(range(10, 10 + right)) + (UNSAID,) * 2 * (fresh > 0)
    partial = Pass(window, start, offered[:right], 0)
    final = Pass(window, start, offered, 0, is_final=True)
    (reading,) = decoder.run((writing(partial, partial.forced, fresh),))
    assert len(reading.tokens) == fresh
    (reading,) = decoder.run((writing(final, offered[:right], fresh),))
    assert len(reading.tokens) == right + fresh
    assert reading.tokens[:right] == offered[:right]


@pytest.mark.parametrize("crops", [True, False])
def test_a_session_says_its_script(
    model: ctranslate2.models.Whisper, script: Script, audio: np.ndarray, crops: bool
) -> None:
    decoder = Decoder(AgreeableWhisper(model), NO_TIMESTAMPS, END)
    shared: Dispatcher[Pass, Reading] = Dispatcher(decoder.run, lambda asked: asked.group)
    filters = np.asarray(FeatureExtractor().mel_filters, np.float32)
    engine = RehearsedEngine(script, Lexicon(script), shared, filters, 0, crops)
    session = StreamingRecognizer(engine, Vad(), VoiceSpace(), RoleClassifier(), language="en")
    events = [*session.push(audio[:, np.newaxis]), *session.flush()]
    shared.close()
    said = [w.text for event in events if isinstance(event, Utterance) for w in event.words]
    assert said == [word.text for line in script.lines for word in line.words]
    assert engine.endpoints_ms == [line.end_ms for line in script.lines]
    assert engine.partials > len(script.lines)


def test_the_plain_design_reads_every_second_and_at_the_end(
    model: ctranslate2.models.Whisper, script: Script, audio: np.ndarray
) -> None:
    session = PlainSession(
        script, StockWhisper(model, Lexicon(script)), Vad(), SegmentRules(), offset_ms=0
    )
    ends_ms = []
    for start in range(0, len(audio), 512):
        ends_ms += session.push(audio[start : start + 512], behind_ms=0)
    assert ends_ms == [line.end_ms for line in script.lines][: len(ends_ms)]
    assert len(ends_ms) >= len(script.lines) - 1
    longest_ms = sum(line.end_ms - line.start_ms for line in script.lines)
    assert 0 < session.partials <= longest_ms // 1000


class Clockwork:
    """Speech ends every 0.1 s."""

    partials = 0

    def __init__(self) -> None:
        self.taken: list[np.ndarray] = []

    def push(self, samples: np.ndarray, behind_ms: int) -> tuple[int, ...]:
        before_ms = sum(map(len, self.taken)) // 16
        self.taken.append(samples)
        now_ms = before_ms + len(samples) // 16
        return tuple(ms for ms in range(100, 10_000, 100) if before_ms < ms <= now_ms)


def test_audio_comes_in_real_time_round_and_round() -> None:
    session = Clockwork()
    recording = np.arange(2048, dtype=np.int16)
    began_s = time.monotonic()
    late_s = live(session, recording, began_s, 0.5)
    assert time.monotonic() - began_s >= 0.48
    taken = np.concatenate(session.taken)
    assert len(taken) == 7680
    assert (taken[2048:4096] == recording).all()
    assert len(late_s) == 4
    assert min(late_s) >= 0


def test_a_session_may_begin_anywhere_in_the_recording() -> None:
    assert rotated(np.arange(64, dtype=np.int16), 1)[:2].tolist() == [16, 17]


def test_capacity_ends_where_finals_first_come_too_late() -> None:
    loads = [Load(n, 9, 0.5, late_s, 0.1, 30.0) for n, late_s in ((1, 1.0), (2, 2.9), (3, 3.1))]
    assert most_sessions(loads) == 2
    assert most_sessions(loads[2:]) == 0
