"""Against a server on loopback that answers as the hub does."""

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from huggingface_hub import constants

from asr.download import checkpoint_folder, fetch, find_model, is_complete, kept_name, model_folder
from asr.hub import look_up
from scribe.errors import InputError, ModelUnavailable

WEIGHTS = bytes(range(256)) * 4096
TOKENIZER = b'{"version": "1.0"}'


@dataclass
class Hub:
    """What the server holds, how it fails, what it was asked."""

    files: dict[str, bytes]
    lies: dict[str, bytes] = field(default_factory=dict)
    breaks_after: list[int] = field(default_factory=list)
    ranges: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def siblings(self) -> list[dict[str, object]]:
        listed = []
        for name, content in self.files.items():
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            entry = {"rfilename": name, "size": len(content), "blobId": blob}
            if name.endswith((".bin", ".safetensors")):
                sha256 = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
            listed.append(entry)
        return listed


def answering(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path == "/api/models/clinic/model":
                told = {"sha": "c0ffee", "siblings": hub.siblings(), "cardData": {"license": "mit"}}
                self.answer(200, json.dumps(told).encode())
            elif path.startswith("/clinic/model/resolve/c0ffee/"):
                self.send_file(path.rpartition("/")[2])
            else:
                self.answer(401, b"no such thing")

        def send_file(self, name: str) -> None:
            wanted = self.headers.get("Range")
            hub.asked.append((name, wanted))
            content = hub.lies.get(name, hub.files[name])
            start = int(wanted.removeprefix("bytes=")[:-1]) if wanted and hub.ranges else 0
            self.answer(206 if start else 200, content[start:])

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if hub.breaks_after and self.path.endswith("model.bin"):
                body = body[: hub.breaks_after.pop(0)]
                self.close_connection = True
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def hub(monkeypatch, tmp_path):
    held = Hub(
        {
            "model.bin": WEIGHTS,
            "tokenizer.json": TOKENIZER,
            "config.json": b"{}",
            "README.md": b"not wanted",
            "onnx/model.bin": b"not wanted",
        }
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), answering(held))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_model_is_fetched_once_and_checked(hub, tmp_path):
    kept = tmp_path / "models"
    folder = model_folder("clinic/model", kept)
    assert folder == kept / "clinic--model"
    assert {path.name for path in folder.iterdir()} == {
        "model.bin",
        "tokenizer.json",
        "config.json",
    }
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert model_folder("clinic/model", kept) == folder
    assert len(hub.asked) == 3


def test_progress_is_told_up_to_the_end(hub, tmp_path):
    told = []
    fetch(look_up("clinic/model"), tmp_path / "m", progress=lambda *news: told.append(news))
    assert ("model.bin", len(WEIGHTS), len(WEIGHTS)) in told


def test_a_transfer_that_breaks_off_continues_where_it_was(hub, tmp_path):
    hub.breaks_after = [100_000, 200_000]
    fetch(look_up("clinic/model"), tmp_path / "m")
    assert (tmp_path / "m" / "model.bin").read_bytes() == WEIGHTS
    ranges = [wanted for name, wanted in hub.asked if name == "model.bin"]
    assert ranges == [None, "bytes=100000-", "bytes=300000-"]


def test_what_an_earlier_run_left_is_continued(hub, tmp_path):
    folder = tmp_path / "m"
    hub.breaks_after = [300_000] + [0] * 20
    with pytest.raises(ModelUnavailable, match="after 300,000 of 1,048,576 bytes"):
        fetch(look_up("clinic/model"), folder)
    assert not is_complete(folder)
    hub.breaks_after = []
    hub.asked.clear()
    fetch(look_up("clinic/model"), folder)
    assert hub.asked == [("model.bin", "bytes=300000-")]
    assert is_complete(folder)


def test_a_server_that_knows_no_ranges_is_asked_for_everything_again(hub, tmp_path):
    hub.ranges, hub.breaks_after = False, [100_000]
    fetch(look_up("clinic/model"), tmp_path / "m")
    assert (tmp_path / "m" / "model.bin").read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    ("name", "content"),
    [("model.bin", WEIGHTS[::-1]), ("tokenizer.json", b'{"version": "2.0"}')],
)
def test_a_file_that_is_not_what_the_hub_says_is_refused(hub, tmp_path, name, content):
    hub.lies[name] = content
    with pytest.raises(ModelUnavailable, match=f"{name}: expected the checksum"):
        fetch(look_up("clinic/model"), tmp_path / "m")
    assert not is_complete(tmp_path / "m")
    hub.lies.clear()
    fetch(look_up("clinic/model"), tmp_path / "m")
    assert is_complete(tmp_path / "m")


def test_a_file_that_was_damaged_here_is_fetched_again(hub, tmp_path):
    folder = tmp_path / "m"
    fetch(look_up("clinic/model"), folder)
    (folder / "model.bin").write_bytes(WEIGHTS[:-1] + b"x")
    hub.asked.clear()
    fetch(look_up("clinic/model"), folder)
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert hub.asked == [("model.bin", None)]


def test_a_folder_that_cannot_be_written_to_is_told(hub, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelUnavailable, match="cannot be kept"):
        fetch(look_up("clinic/model"), tmp_path / "file" / "m")


def test_without_a_folder_to_keep_it_in_nothing_is_fetched(hub):
    with pytest.raises(ModelUnavailable, match="scribe models pull clinic/model"):
        model_folder("clinic/model")
    assert not hub.asked


def test_a_kept_model_is_found_by_its_name(hub, tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    for name in ("model.bin", "tokenizer.json"):
        (folder / name).touch()
    assert model_folder("ours", tmp_path) == find_model("ours", tmp_path) == folder
    assert find_model("theirs", tmp_path) is None


def test_a_cached_model_is_found_without_the_hub(hub, tmp_path):
    cached = tmp_path / "cache" / "models--Systran--faster-whisper-tiny"
    snapshot = cached / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text("abc")
    for name in ("model.bin", "tokenizer.json"):
        (snapshot / name).touch()
    assert model_folder("tiny") == snapshot


def test_a_folder_that_holds_no_model_says_what_is_missing(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"without model\.bin and tokenizer\.json"):
        model_folder(str(tmp_path))
    with pytest.raises(ModelUnavailable, match="no such folder"):
        model_folder(str(tmp_path / "absent"))


def test_a_word_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(ModelUnavailable, match="expected a folder, a size or a model id"):
        model_folder("not a model", tmp_path)


def test_an_unreachable_hub_is_reported_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="not on this machine, and http"):
        model_folder("nobody/has-this-model", tmp_path)


def test_names_of_folders_are_short_for_published_models():
    assert kept_name("turbo") == "large-v3-turbo"
    assert kept_name("Systran/faster-whisper-tiny") == "tiny"
    assert kept_name("clinic/model") == "clinic--model"


def test_a_checkpoint_is_fetched_in_one_format(hub, tmp_path):
    hub.files = {"config.json": b"{}", "model.safetensors": b"s", "pytorch_model.bin": b"p"}
    folder = checkpoint_folder("clinic/model", tmp_path)
    assert {path.name for path in folder.iterdir()} == {"config.json", "model.safetensors"}
    hub.files = {"config.json": b"{}", "pytorch_model.bin": b"p"}
    folder = checkpoint_folder("clinic/model", tmp_path / "again")
    assert {path.name for path in folder.iterdir()} == {"config.json", "pytorch_model.bin"}


def test_a_checkpoint_that_is_nowhere_is_refused(tmp_path):
    assert checkpoint_folder(str(tmp_path), tmp_path / "scratch") == tmp_path
    with pytest.raises(InputError, match="found no such folder"):
        checkpoint_folder("no such folder", tmp_path)
