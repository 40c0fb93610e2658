import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import tokenizers
from ctranslate2.specs import whisper_spec
from faster_whisper.transcribe import Segment
from huggingface_hub import constants

from asr.whisper import WhisperEngine, is_reliable, model_folder
from scribe.errors import InputError, ModelUnavailable

WIDTH = 64
# The empty token is what CTranslate2 knows a multilingual vocabulary by; faster-whisper looks up
# how "-", "'" with a space before them, and musical notes begin.
TEXT = ["hello", "Ġdoctor", "Ġ", "-", "'", "â", ""]
LANGUAGES = ["<|en|>", "<|de|>"]
SPECIAL = [
    *("<|endoftext|>", "<|startoftranscript|>"),
    *LANGUAGES,
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
]
TOKENS = [*TEXT, *SPECIAL, *(f"<|{i * 0.02:.2f}|>" for i in range(1501))]
SAID = ["<|transcribe|>", "<|0.00|>", "hello", "Ġdoctor", "<|1.00|>", "<|endoftext|>"]
NOISE = np.random.default_rng(0).integers(-3000, 3000, 32_000).astype(np.int16)


def speaking_model(folder: Path, sureness: float) -> Path:
    """A real CTranslate2 Whisper model of one layer that always says "hello doctor".

    Its layers add nothing, so that the next token depends on the last one alone; the output
    matrix holds the chain of tokens. `sureness` scales the logits: 0 makes every token as likely.
    """
    random = np.random.default_rng(1)
    spec = whisper_spec.WhisperSpec(1, 2, 1, 2)
    embeddings = random.normal(size=(len(TOKENS), WIDTH)).astype(np.float32)
    output = np.zeros_like(embeddings)
    for last, following in [*pairwise(SAID), ("<|startoftranscript|>", "<|en|>")]:
        vector = embeddings[TOKENS.index(last)]
        output[TOKENS.index(following)] += sureness * (vector - vector.mean()) / vector.std()
    fill_with_zeros(spec)
    # For word times each token attends to a stretch of the audio, whatever the audio is.
    attention = spec.decoder.layer[0].attention
    attention.linear[0].weight = np.eye(WIDTH, dtype=np.float32)
    attention.linear[1].weight = np.eye(2 * WIDTH, WIDTH, dtype=np.float32)
    places = spec.encoder.position_encodings.encodings
    for frame, last in ((0, "<|notimestamps|>"), (40, "hello"), (80, "Ġdoctor")):
        places[frame:] = embeddings[TOKENS.index(last)]
    spec.decoder.embeddings.weight = embeddings
    spec.decoder.projection.weight = output
    spec.register_vocabulary(TOKENS)
    spec.config.lang_ids = [TOKENS.index(language) for language in LANGUAGES]
    spec.config.alignment_heads = [(0, 0)]
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.validate()
    spec.save(str(folder))
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={t: i for i, t in enumerate(TEXT)}, merges=[])
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": 80}))
    return folder


def fill_with_zeros(spec: whisper_spec.WhisperSpec) -> None:
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = np.zeros(
            (1500 if side is spec.encoder else 448, WIDTH), np.float32
        )
    for conv, depth in ((spec.encoder.conv1, 80), (spec.encoder.conv2, WIDTH)):
        conv.weight = np.zeros((WIDTH, depth, 3), np.float32)
        conv.bias = np.zeros(WIDTH, np.float32)
    for side in (spec.encoder, spec.decoder):
        set_norm(side.layer_norm)
        layer = side.layer[0]
        set_attention(layer.self_attention, ((3 * WIDTH, WIDTH), (WIDTH, WIDTH)))
        if side is spec.decoder:
            shapes = ((WIDTH, WIDTH), (2 * WIDTH, WIDTH), (WIDTH, WIDTH))
            set_attention(layer.attention, shapes)
        set_norm(layer.ffn.layer_norm)
        set_linear(layer.ffn.linear_0, (4 * WIDTH, WIDTH))
        set_linear(layer.ffn.linear_1, (WIDTH, 4 * WIDTH))


def set_norm(norm: object) -> None:
    norm.gamma, norm.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def set_linear(linear: object, shape: tuple[int, int]) -> None:
    linear.weight, linear.bias = np.zeros(shape, np.float32), np.zeros(shape[0], np.float32)


def set_attention(attention: object, shapes: tuple[tuple[int, int], ...]) -> None:
    set_norm(attention.layer_norm)
    for linear, shape in zip(attention.linear, shapes, strict=True):
        set_linear(linear, shape)


@pytest.fixture(scope="module")
def sure_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speaking_model(tmp_path_factory.mktemp("sure"), sureness=1.0)


def test_words_come_with_times_of_the_stream_and_confidence(sure_model: Path) -> None:
    listener = WhisperEngine(str(sure_model)).listen()
    listener.begin(5000)
    assert listener.feed(NOISE[:16_000]) == ""
    listener.feed(NOISE[16_000:])
    words = listener.end()
    assert [word.text for word in words] == ["hello", "doctor"]
    assert all(5000 <= word.start_ms <= word.end_ms <= 7000 for word in words)
    assert all(0.5 < word.confidence <= 1 for word in words)


def test_segments_do_not_leak_into_each_other(sure_model: Path) -> None:
    listener = WhisperEngine(str(sure_model)).listen()
    results = []
    for start_ms in (0, 10_000):
        listener.begin(start_ms)
        listener.feed(NOISE)
        results.append(listener.end())
    assert [w.text for w in results[0]] == [w.text for w in results[1]]
    assert results[1][0].start_ms == results[0][0].start_ms + 10_000
    listener.begin(20_000)
    assert listener.end() == ()


def test_the_language_is_detected_and_can_be_forced(sure_model: Path) -> None:
    detecting = WhisperEngine(str(sure_model)).listen()
    assert detecting.language == "und"
    detecting.begin(0)
    detecting.feed(np.tile(NOISE, 2))
    detecting.end()
    assert detecting.language == "en"
    assert WhisperEngine(str(sure_model)).listen("de-AT").language == "de"
    with pytest.raises(InputError, match="'xx'"):
        WhisperEngine(str(sure_model)).listen("xx")


def test_text_that_the_model_does_not_believe_is_dropped(tmp_path: Path) -> None:
    listener = WhisperEngine(str(speaking_model(tmp_path, sureness=0.0))).listen("en")
    listener.begin(0)
    listener.feed(NOISE)
    assert listener.end() == ()


@pytest.mark.parametrize(
    ("no_speech", "log_prob", "compression", "reliable"),
    [
        (0.1, -0.3, 1.2, True),
        (0.9, -0.3, 1.2, True),
        (0.9, -1.2, 1.2, False),
        (0.1, -1.2, 1.2, True),
        (0.1, -1.6, 1.2, False),
        (0.1, -0.3, 3.0, False),
    ],
)
def test_silence_noise_and_loops_are_told_by_whispers_own_figures(
    no_speech: float, log_prob: float, compression: float, reliable: bool
) -> None:
    segment = Segment(1, 0, 0.0, 1.0, "", [], log_prob, compression, no_speech, None, 0.0)
    assert is_reliable(segment) is reliable


def test_the_name_says_which_model(sure_model: Path) -> None:
    assert WhisperEngine(str(sure_model)).name == f"whisper:{sure_model.name}"


def test_a_folder_that_holds_no_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"without model\.bin and tokenizer\.json"):
        model_folder(str(tmp_path))
    with pytest.raises(ModelUnavailable, match="no such folder"):
        model_folder(str(tmp_path / "absent"))


def test_files_that_are_no_model_are_reported(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"nonsense")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        WhisperEngine(str(tmp_path))


def test_an_unreachable_hub_is_reported_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="not on this machine"):
        model_folder("nobody/has-this-model")


def test_a_word_that_is_no_model_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match="expected a folder, a size or a model id"):
        model_folder("not a model")
