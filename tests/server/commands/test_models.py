"""With real models of one layer and a loopback server that answers as the model hub does."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
import tokenizers
from huggingface_hub import constants

from asr.card import read_card
from asr.download import MODEL_FILES
from asr.models import PUBLISHED, Shape
from asr.speed import write_random_model

TEXT = ("hello", "Ġdoctor", "Ġ", "-", "'", "â", "")
SPECIAL = (
    *("<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|de|>"),
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
)
TOKENS = (*TEXT, *SPECIAL, *(f"<|{i * 0.02:.2f}|>" for i in range(1501)))
END = TOKENS.index("<|endoftext|>")


def tokenizer() -> tokenizers.Tokenizer:
    made = tokenizers.Tokenizer(
        tokenizers.models.BPE(vocab={t: i for i, t in enumerate(TEXT)}, merges=[])
    )
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    made.add_special_tokens(list(SPECIAL))
    return made


@pytest.fixture(scope="module")
def converted(tmp_path_factory) -> Path:
    """A model as CTranslate2 reads it."""
    folder = tmp_path_factory.mktemp("converted")
    write_random_model(folder, Shape(64, 1, 1), TOKENS)
    tokenizer().save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def no_hub(monkeypatch, tmp_path):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def hub(no_hub, converted, monkeypatch):
    """A hub that has the converted model as `clinic/model`."""
    listed = []
    for path in converted.iterdir():
        content = path.read_bytes()
        blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
        listed.append({"rfilename": path.name, "size": len(content), "blobId": blob})
        if path.suffix == ".bin":
            sha256 = hashlib.sha256(content).hexdigest()
            listed[-1]["lfs"] = {"size": len(content), "sha256": sha256}
    told = {"sha": "c0ffee", "siblings": listed, "cardData": {"license": "mit"}}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_list = self.path.startswith("/api/models/clinic/model")
            name = self.path.rpartition("/")[2]
            body = json.dumps(told).encode() if is_list else (converted / name).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_models_are_listed_with_what_is_known_of_them(scribe, no_hub):
    done = scribe("models", "list", "--json")
    listed = {one["name"]: one for one in json.loads(done.out)["models"]}
    assert listed.keys() >= {model.name for model in PUBLISHED}
    small = listed["small"]
    assert (small["where"], small["licence"], small["parameters_m"]) == ("not here", "MIT", 242)
    assert "vi" in small["languages"]
    assert small["accuracy"][0]["source"]
    assert small["times_real_time"] > 0
    assert small["is_measured"] is False


def test_a_pulled_model_is_timed_and_listed(scribe, hub, tmp_path):
    done = scribe("models", "pull", "clinic/model")
    assert done.exit_code == 0
    assert "scribe serve --engine whisper --model clinic--model" in done.err
    folder = tmp_path / "home" / "models" / "clinic--model"
    assert all((folder / name).is_file() for name in MODEL_FILES)
    card = read_card(folder)
    assert (card.source, card.licence) == ("clinic/model", "mit")
    assert card.speed is not None
    listed = scribe("models", "list").out
    (kept,) = (row for row in listed.splitlines() if "clinic--model" in row)
    assert "kept" in kept
    assert "about" not in kept
    assert "about" in listed


def test_without_the_hub_pulling_says_so_in_one_line(scribe, no_hub):
    done = scribe("models", "pull", "tiny")
    assert done.exit_code == 1
    assert done.err.startswith("http://127.0.0.1:9 is out of reach")


def test_what_is_no_models_name_is_refused(scribe):
    assert scribe("models", "pull", "enormous").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--name", "a/b"), "name: expected letters"),
        (("--name", "small"), "published"),
        (("--name", "taken"), "--force"),
        (("--name", "new"), "without config.json"),
    ],
)
def test_bad_input_is_refused_before_anything_is_loaded(scribe, tmp_path, arguments, reason):
    (tmp_path / "home" / "models" / "taken").mkdir(parents=True)
    (tmp_path / "tuned").mkdir()
    done = scribe("models", "convert", tmp_path / "tuned", *arguments)
    assert (done.exit_code, reason in done.err) == (2, True)


def test_a_checkpoint_that_is_nowhere_is_refused(scribe):
    assert scribe("models", "convert", "no such folder", "--name", "new").exit_code == 2


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_without_torch_converting_says_what_to_install(scribe, tmp_path):
    checkpoint = tmp_path / "tuned"
    checkpoint.mkdir()
    (checkpoint / "config.json").write_text('{"model_type": "whisper"}')
    (checkpoint / "tokenizer.json").touch()
    (checkpoint / "model.safetensors").touch()
    done = scribe("models", "convert", checkpoint)
    assert done.exit_code == 1
    assert "pip install 'scribe-medical[train]'" in done.err


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    """A fine-tuned Whisper as transformers saves it, with random weights."""
    import transformers

    config = transformers.WhisperConfig(
        vocab_size=len(TOKENS),
        d_model=64,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=1,
        decoder_attention_heads=1,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        decoder_start_token_id=END + 1,
        eos_token_id=END,
        bos_token_id=END,
        pad_token_id=END,
    )
    model = transformers.WhisperForConditionalGeneration(config)
    model.generation_config = transformers.GenerationConfig(
        lang_to_id={"<|en|>": TOKENS.index("<|en|>"), "<|de|>": TOKENS.index("<|de|>")},
        suppress_tokens=[],
        begin_suppress_tokens=[],
    )
    folder = tmp_path_factory.mktemp("tuned")
    model.save_pretrained(folder)
    transformers.WhisperTokenizerFast(tokenizer_object=tokenizer()).save_pretrained(folder)
    return folder


@pytest.mark.torch
@pytest.mark.filterwarnings("ignore")  # of torch and transformers, about themselves
def test_a_checkpoint_becomes_a_served_model_in_one_command(scribe, no_hub, checkpoint, tmp_path):
    asked = ("models", "convert", checkpoint, "--name", "ours", "--quantization", "int8")
    done = scribe(*asked, "--cropped-window")
    assert done.exit_code == 0
    assert "scribe serve --engine whisper --model ours" in done.err
    folder = tmp_path / "home" / "models" / "ours"
    card = read_card(folder)
    assert (card.source, card.languages, card.cropped_window) == (
        checkpoint.name,
        ("de", "en"),
        True,
    )
    assert card.speed is not None
    assert [path.name for path in folder.parent.iterdir()] == ["ours"]
    assert scribe(*asked).exit_code == 2
    assert scribe(*asked, "--force").exit_code == 0
    assert not read_card(folder).cropped_window
    assert [path.name for path in folder.parent.iterdir()] == ["ours"]
