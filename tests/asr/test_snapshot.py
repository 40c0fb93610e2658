"""Against a hub on this machine that answers as the real one does."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from huggingface_hub import constants

from asr.snapshot import snapshot_folder
from scribe.errors import ModelUnavailable

MODEL = "clinic/voices"
FILES = {"config.yaml": b"pipeline: none", "parts/weights.bin": b"\x01\x02"}
NAMES = tuple(FILES)
COMMIT = "c0ffee" * 6 + "c0ff"
INFO = b'{"sha": "%s", "siblings": []}' % COMMIT.encode()


class Hub:
    def __init__(self):
        self.token = None
        self.asked = []
        self.missing = ()
        self.refusal = (404, "EntryNotFound")


def answering(hub):
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.do_GET()

        def do_GET(self):
            hub.asked.append(f"{self.command} {self.path}")
            name = self.path.removeprefix(f"/{MODEL}/resolve/main/")
            if self.path.startswith("/api/models/"):
                self.answer(200, INFO)
            elif hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
                self.answer(401, b"", {"X-Error-Code": "GatedRepo"})
            elif name in hub.missing:
                status, code = hub.refusal
                self.answer(status, b"", {"X-Error-Code": code})
            else:
                tag = f'"{name.replace("/", "-")}"'
                self.answer(200, FILES[name], {"ETag": tag, "X-Repo-Commit": COMMIT})

        def answer(self, status, body, headers=()):
            self.send_response(status)
            for name, value in dict(headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture
def hub(monkeypatch, tmp_path):
    hub = Hub()
    server = HTTPServer(("127.0.0.1", 0), answering(hub))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace(constants.ENDPOINT, url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "ENDPOINT", url)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    yield hub
    server.shutdown()
    thread.join()
    server.server_close()


def test_files_are_fetched_once_into_one_folder(hub):
    folder = snapshot_folder(MODEL, NAMES)
    assert {name: (folder / name).read_bytes() for name in NAMES} == FILES
    asked = len(hub.asked)
    assert snapshot_folder(MODEL, NAMES) == folder
    assert len(hub.asked) == asked


def test_the_folder_is_the_models_also_when_the_first_file_lies_deeper(hub):
    assert snapshot_folder(MODEL, NAMES[::-1]) == snapshot_folder(MODEL, NAMES)


def test_conditions_that_were_not_accepted_are_told_with_what_to_do(hub):
    hub.token = "hf_secret"
    with pytest.raises(ModelUnavailable) as refusal:
        snapshot_folder(MODEL, NAMES)
    message = str(refusal.value)
    assert "\n" not in message
    for part in (f"accept them at https://hf.co/{MODEL}", "HF_TOKEN", "give a folder"):
        assert part in message


def test_the_token_of_the_environment_opens_the_model(hub, monkeypatch):
    hub.token = "hf_secret"
    monkeypatch.setenv("HF_TOKEN", hub.token)
    assert (snapshot_folder(MODEL, NAMES) / "config.yaml").is_file()


@pytest.mark.parametrize(
    ("refusal", "told"),
    [((404, "EntryNotFound"), "the hub answered 404"), ((403, ""), "could not be fetched")],
)
def test_any_other_answer_is_told_in_one_line(hub, refusal, told):
    hub.missing, hub.refusal = ("config.yaml",), refusal
    with pytest.raises(ModelUnavailable, match=f"^{MODEL}: {told}"):
        snapshot_folder(MODEL, NAMES)


def test_a_hub_out_of_reach_is_told_at_once(hub, monkeypatch):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelUnavailable, match=r"not on this machine.*out of reach.*give a folder"):
        snapshot_folder(MODEL, NAMES)


def test_a_folder_is_taken_as_it_is(tmp_path):
    (tmp_path / "config.yaml").touch()
    assert snapshot_folder(str(tmp_path), NAMES) == tmp_path


def test_a_folder_without_the_first_file_says_so(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"config\.yaml, found none"):
        snapshot_folder(str(tmp_path), NAMES)


@pytest.mark.parametrize("name", ["/no/such/folder", "./voices", "voices"])
def test_what_is_neither_folder_nor_hub_id_is_refused(name):
    with pytest.raises(ModelUnavailable, match="expected a folder or a hub id"):
        snapshot_folder(name, NAMES)
