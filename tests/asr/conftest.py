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
from numpy.typing import NDArray

from asr.audio import decode_file
from asr.card import Card, write_card
from asr.download import BUNDLED, is_complete
from asr.engine import Mono
from asr.vad import Vad
from asr.whisper import WhisperEngine
from scribe.ports import Samples
from scribe.transcript import Transcript, Word
from scribe.wire import read_transcript

Weights = NDArray[np.float32]
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

UNSURE = 20.0
Chain = dict[tuple[str, str], float]
MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def speaking_model(tmp_path_factory: pytest.TempPathFactory) -> MakeModel:
    """Makes folders with real CTranslate2 Whisper models of one layer that say what they must."""

    def make(
        said: str = "hello doctor",
        sureness: float = 60.0,
        more: Chain | None = None,
        repeats: bool = False,
    ) -> Path:
        """The score of each token after the last one is `sureness` along `said`, or as in `more`.

        "/" stands for the end. After a prompt it goes on where that ended, with the word after the
        one of the prompt that comes last in `TEXT`, or, if it `repeats`, with that word once more.
        """
        words = [word if word == "hello" else f"\u0120{word}" for word in said.split()]
        path = ["<|notimestamps|>", *(w.replace("\u0120/", "<|endoftext|>") for w in words)]
        scores = dict.fromkeys(pairwise([*path, "<|endoftext|>"]), sureness)
        scores["<|startoftranscript|>", "<|en|>"] = sureness
        return _write_chain(tmp_path_factory.mktemp("model"), {**scores, **(more or {})}, repeats)

    return make


def _write_chain(folder: Path, scores: Chain, repeats: bool) -> Path:
    """The next token depends on the last one alone; that before the text stands for the prompt."""
    spec = whisper_spec.WhisperSpec(1, 2, 1, 2)
    embeddings = _embeddings()
    output = np.zeros_like(embeddings)
    # What is not said is no rival: a beam search ends when as many texts have ended as it is wide.
    rivals = {(last, rival): -UNSURE for last, _ in scores for rival in (*TEXT, "<|endoftext|>")}
    for (last, following), score in (rivals | scores).items():
        output[TOKENS.index(following)] += score / WIDTH * embeddings[TOKENS.index(last)]
    _fill_with_zeros(spec)
    _look_at_prompt(spec.decoder.layer[0].self_attention, embeddings, repeats)
    # For word times each token attends to a stretch of the audio, whatever the audio is.
    attention = spec.decoder.layer[0].attention
    attention.linear[0].weight = np.eye(WIDTH, dtype=np.float32)
    attention.linear[1].weight = np.eye(2 * WIDTH, WIDTH, dtype=np.float32)
    places = spec.encoder.position_encodings.encodings
    for number, last in enumerate(("<|notimestamps|>", *TEXT)):
        places[40 * number :] = embeddings[TOKENS.index(last)]
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


def _embeddings() -> Weights:
    """Of mean 0 with length sqrt(WIDTH); words and special tokens are orthogonal, times nothing."""
    named = len(WORDS) + len(SPECIAL)
    random = np.random.default_rng(1).normal(size=(WIDTH, named + 1))
    random[:, 0] = 1  # to be orthogonal to it is to have mean 0
    found = np.zeros((len(TOKENS), WIDTH), np.float32)
    found[:named] = np.linalg.qr(random)[0][:, 1:].T * np.sqrt(WIDTH)
    return found


def _look_at_prompt(attention: object, embeddings: Weights, repeats: bool) -> None:
    """The last token before the text takes up the prompt's last word; no other token looks back.

    The first dimension of each of the two heads finds that word, the second one finds the start,
    which tells nothing.
    """

    def of(name: str) -> Weights:
        return embeddings[TOKENS.index(name)] / WIDTH

    query, key, value = (np.zeros((WIDTH, WIDTH), np.float32) for _ in range(3))
    before = ("<|notimestamps|>", *TEXT)
    for head in (0, WIDTH // 2):
        query[head] = 11 * of("<|notimestamps|>")
        query[head + 1] = 11 * sum(of(word) for word in TEXT)
        key[head] = 11 * sum((n + 1) * of(word) for n, word in enumerate(TEXT))
        key[head] += 5 * of("<|startoftranscript|>")
        key[head + 1] = 11 * of("<|startoftranscript|>")
    for last, word in zip(before, TEXT, strict=False):
        taken_up = last if repeats else word
        value += 3 * np.outer(embeddings[TOKENS.index(taken_up)], of(word))
    attention.linear[0].weight = np.concatenate((query, key, value))
    attention.linear[1].weight = np.eye(WIDTH, dtype=np.float32)


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
