"""Sessions over a model of random weights hear a script, at the cost of the real passes."""

import time
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from faster_whisper.feature_extractor import FeatureExtractor

from asr.audio import decode_file
from asr.decoding import Alignment, Decoder, Kind, Pass, Reading, Window
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
from recipes.streaming.rehearsed import RehearsedEngine, writing
from recipes.streaming.rehearsed_tokens import Lexicon, parts
from scribe.transcript import Utterance, Word

DEMO = Path(__file__).parents[2] / "server/data/demo/encounter.flac"
HEARD_S = 12
START = tuple(
    VOCABULARY.index(name) for name in ("<|startoftranscript|>", "<|en|>", "<|transcribe|>")
)
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
    assert lexicon.tokenizer("en").decode(list(tokens)).split() == list(words)


class Metered:
    """A model that notes of every pass what it cost."""

    def __init__(self, model: ctranslate2.models.Whisper) -> None:
        self._model = model
        self.windows: list[int] = []
        self.prompts: list[int] = []
        self.written: list[int] = []
        self.aligned: list[int] = []

    def encode(self, features: ctranslate2.StorageView) -> ctranslate2.StorageView:
        self.windows.append(features.shape[2])
        return self._model.encode(features)

    def generate(
        self, encoded: ctranslate2.StorageView, prompts: list[list[int]], **options: object
    ) -> list[ctranslate2.models.WhisperGenerationResult]:
        found = self._model.generate(encoded, prompts, **options)
        self.prompts += map(len, prompts)
        self.written += (len(result.sequences_ids[0]) for result in found)
        return found

    def align(
        self,
        encoded: ctranslate2.StorageView,
        start: list[int],
        texts: list[list[int]],
        frames: list[int],
    ) -> list[Alignment]:
        self.aligned += map(len, texts)
        return self._model.align(encoded, start, texts, frames)


@pytest.mark.parametrize("kind", [Kind.PARTIAL, Kind.FINAL])
@pytest.mark.parametrize("before", [0, 3, 51])
@pytest.mark.parametrize("tokens", [0, 5, 30])
def test_a_pass_costs_its_prompt_its_tokens_with_the_end_and_an_alignment(
    model: ctranslate2.models.Whisper, kind: Kind, before: int, tokens: int
) -> None:
    metered = Metered(model)
    decoder = Decoder(metered, NO_TIMESTAMPS, len(VOCABULARY))
    window = Window(np.zeros((128, 80), np.float32), 128)
    asked = writing(Pass(kind, window, START, 100, tuple(range(before))), tokens)
    decoder.run((asked,))
    assert metered.windows == [128]
    assert metered.prompts == [before + len(START) + 1]
    assert metered.aligned == [tokens + 1]
    assert metered.written[0] == tokens + 1


@pytest.mark.parametrize("crops", [True, False])
def test_a_session_says_its_script_at_the_cost_of_its_passes(
    model: ctranslate2.models.Whisper, script: Script, audio: np.ndarray, crops: bool
) -> None:
    metered = Metered(model)
    decoder = Decoder(metered, NO_TIMESTAMPS, len(VOCABULARY))
    shared: Dispatcher[Pass, Reading] = Dispatcher(decoder.run, lambda asked: asked.group)
    filters = np.asarray(FeatureExtractor().mel_filters, np.float32)
    lexicon = Lexicon(script)
    engine = RehearsedEngine(script, lexicon, shared, filters, 0, crops)
    session = StreamingRecognizer(engine, Vad(), VoiceSpace(), RoleClassifier(), language="en")
    events = [*session.push(audio[:, np.newaxis]), *session.flush()]
    load = shared.load
    shared.close()
    said = [w.text for event in events if isinstance(event, Utterance) for w in event.words]
    assert said == [word.text for line in script.lines for word in line.words]
    assert engine.endpoints_ms == [line.end_ms for line in script.lines]
    assert engine.partials == load.jobs - len(script.lines) > len(script.lines)
    assert len(metered.prompts) == len(metered.aligned) == load.jobs
    assert metered.written == metered.aligned
    whole = [len(lexicon.tokens(tuple(w.text for w in line.words))) + 1 for line in script.lines]
    assert set(whole) <= set(metered.aligned)
    # Settled words are the prompt of a partial pass: it costs less than all that was said so far.
    plain = len(START) + 1
    assert min(metered.prompts) == plain < max(metered.prompts)
    later = [
        n for prompt, n in zip(metered.prompts, metered.written, strict=True) if prompt > plain
    ]
    assert sum(later) / len(later) < max(whole) / 2
    assert crops == (max(metered.windows) < 3000)


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
