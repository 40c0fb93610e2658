"""The demo consultation, synthetic speech, and Whisper models that are small enough for tests."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import tokenizers
from ctranslate2.specs import whisper_spec

from asr.audio import decode_file
from asr.card import Card, write_card
from asr.download import BUNDLED, is_complete
from asr.engine import Mono
from asr.vad import Vad
from asr.whisper import WhisperEngine
from scribe.ports import Samples
from scribe.transcript import Transcript, Word
from scribe.wire import read_transcript

DEMO = Path(__file__).parents[2] / "server" / "data" / "demo"


@pytest.fixture(scope="session")
def demo_samples() -> Samples:
    return np.concatenate(list(decode_file(DEMO / "encounter.flac")))


@pytest.fixture(scope="session")
def demo_reference() -> Transcript:
    return read_transcript((DEMO / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def demo_words(demo_reference: Transcript) -> tuple[Word, ...]:
    return tuple(word for utterance in demo_reference.utterances for word in utterance.words)


@pytest.fixture(scope="session")
def vad() -> Vad:
    return Vad()


Say = Callable[[str, str], Mono]


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Speech of a text by a voice: eSpeak NG's of that name, or Flite's for `flite-NAME`."""
    folder = tmp_path_factory.mktemp("speech")

    def spoken(voice: str, text: str) -> Mono:
        program, *name = (
            ("flite", voice[6:]) if voice.startswith("flite-") else ("espeak-ng", voice)
        )
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}")
        target = folder / f"{len(list(folder.iterdir()))}.wav"
        how = ("-voice", *name, "-t", text, "-o") if program == "flite" else ("-v", *name, "-w")
        last = () if program == "flite" else (text,)
        subprocess.run((program, *how, str(target), *last), check=True)
        return np.concatenate([samples[:, 0] for samples in decode_file(target)])

    return spoken


@pytest.fixture(scope="session")
def micro() -> Iterator[WhisperEngine]:
    """The small model that comes with the program."""
    if not is_complete(BUNDLED):
        pytest.skip(f"needs the model in asr/data/{BUNDLED.name}")
    engine = WhisperEngine(str(BUNDLED), threads=1)
    yield engine
    engine.close()


WIDTH = 64
# The empty token is what CTranslate2 knows a multilingual vocabulary by; faster-whisper looks up
# how "-", "'" with a space before them, and musical notes begin.
TEXT = ("hello", *(f"\u0120{word}" for word in ("doctor", "my", "left", "knee", "hurts")))
LANGUAGES = ("<|en|>", "<|de|>")
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>"),
    *LANGUAGES,
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
)
WORDS = (*TEXT, "\u0120", "-", "'", "\u00e2", "")
TOKENS = (*WORDS, *SPECIAL, *(f"<|{i * 0.02:.2f}|>" for i in range(1501)))

Chain = dict[tuple[str, str], float]
MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def speaking_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Makes folders with real CTranslate2 Whisper models of one layer that say what they must."""

    def make(said: str = "hello doctor", sureness: float = 60.0, more: Chain | None = None) -> Path:
        """The score of each token after the last one is `sureness` along `said`, or as in `more`.

        "/" stands for the end.
        """
        words = [word if word == "hello" else f"\u0120{word}" for word in said.split()]
        path = ["<|notimestamps|>", *(w.replace("\u0120/", "<|endoftext|>") for w in words)]
        scores = dict.fromkeys(pairwise([*path, "<|endoftext|>"]), sureness)
        scores["<|startoftranscript|>", "<|en|>"] = sureness
        return _write_chain(tmp_path_factory.mktemp("model"), {**scores, **(more or {})})

    return make


def _write_chain(folder: Path, scores: Chain) -> Path:
    """The layers add nothing, so that the next token depends on the last one alone."""
    random = np.random.default_rng(1)
    spec = whisper_spec.WhisperSpec(1, 2, 1, 2)
    embeddings = random.normal(size=(len(TOKENS), WIDTH)).astype(np.float32)
    embeddings -= embeddings.mean(axis=1, keepdims=True)
    embeddings /= embeddings.std(axis=1, keepdims=True)
    output = np.zeros_like(embeddings)
    for (last, following), score in scores.items():
        output[TOKENS.index(following)] += score / WIDTH * embeddings[TOKENS.index(last)]
    _fill_with_zeros(spec)
    # For word times each token attends to a stretch of the audio, whatever the audio is.
    attention = spec.decoder.layer[0].attention
    attention.linear[0].weight = np.eye(WIDTH, dtype=np.float32)
    attention.linear[1].weight = np.eye(2 * WIDTH, WIDTH, dtype=np.float32)
    places = spec.encoder.position_encodings.encodings
    for frame, last in ((0, "<|notimestamps|>"), (40, "hello"), (80, "\u0120doctor")):
        places[frame:] = embeddings[TOKENS.index(last)]
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = output
    spec.register_vocabulary(list(TOKENS))
    spec.config.lang_ids = [TOKENS.index(language) for language in LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.validate()
    spec.save(str(folder))
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={t: i for i, t in enumerate(WORDS)}, merges=[])
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": 80}))
    write_card(folder, Card(cropped_window=True))
    return folder


def _fill_with_zeros(spec: whisper_spec.WhisperSpec) -> None:
    for side, positions in ((spec.encoder, 1500), (spec.decoder, 448)):
        side.position_encodings.encodings = np.zeros((positions, WIDTH), np.float32)
    for conv, depth in ((spec.encoder.conv1, 80), (spec.encoder.conv2, WIDTH)):
        conv.weight = np.zeros((WIDTH, depth, 3), np.float32)
        conv.bias = np.zeros(WIDTH, np.float32)
    for side in (spec.encoder, spec.decoder):
        _set_norm(side.layer_norm)
        layer = side.layer[0]
        _set_attention(layer.self_attention, (3, 1))
        if side is spec.decoder:
            _set_attention(layer.attention, (1, 2, 1))
        _set_norm(layer.ffn.layer_norm)
        _set_linear(layer.ffn.linear_0, 4 * WIDTH, WIDTH)
        _set_linear(layer.ffn.linear_1, WIDTH, 4 * WIDTH)


def _set_norm(norm: object) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def _set_linear(linear: object, outputs: int, inputs: int) -> None:
    linear.weight = np.zeros((outputs, inputs), np.float32)
    linear.bias = np.zeros(outputs, np.float32)


def _set_attention(attention: object, parts: tuple[int, ...]) -> None:
    _set_norm(attention.layer_norm)
    for linear, part in zip(attention.linear, parts, strict=True):
        _set_linear(linear, part * WIDTH, WIDTH)
