import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from huggingface_hub import constants

from asr.hub import RemoteFile, Repository, headers, look_up
from scribe.errors import ModelUnavailable

LISTED = b"""{"sha": "c0ffee", "cardData": {"license": "mit"}, "siblings": [
    {"rfilename": "model.bin", "size": 9, "blobId": "b1", "lfs": {"size": 9, "sha256": "a1"}},
    {"rfilename": "config.json", "size": 2, "blobId": "b2"}]}"""


@pytest.fixture
def answer(monkeypatch):
    """Let the hub answer this; gives what it was asked with."""
    servers = []

    def serve(status: int, body: bytes) -> list[str]:
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(f"{self.path} {self.headers.get('Authorization', '')}".strip())
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        servers.append((server, thread))
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        return asked

    yield serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def test_files_come_with_sizes_and_digests(answer):
    asked = answer(200, LISTED)
    found = look_up("clinic/model")
    assert found == Repository(
        "clinic/model",
        "c0ffee",
        "mit",
        (RemoteFile("model.bin", 9, "a1", False), RemoteFile("config.json", 2, "b2", True)),
    )
    assert found.url(found.files[0]).endswith("/clinic/model/resolve/c0ffee/model.bin")
    assert asked[0].startswith("/api/models/clinic/model?blobs=true")


def test_the_persons_token_is_sent(answer, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    assert headers() == {"Authorization": "Bearer hf_secret"}
    asked = answer(200, LISTED)
    look_up("clinic/model")
    assert asked[0].endswith("Bearer hf_secret")


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, b"", "answered 401"),
        (503, b"", "answered 503"),
        (200, b"<html>log in to the wifi</html>", "something else"),
        (200, b'{"siblings": []}', "something else"),
        (200, b'{"sha": "c", "siblings": [{"rfilename": "x"}]}', "something else"),
    ],
)
def test_any_other_answer_is_told_in_one_line(answer, status, body, reason):
    answer(status, body)
    with pytest.raises(ModelUnavailable, match=reason):
        look_up("clinic/model")


def test_a_hub_out_of_reach_is_told(monkeypatch):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelUnavailable, match="out of reach"):
        look_up("clinic/model")


def test_a_hub_that_never_answers_is_told_within_the_patience(monkeypatch):
    monkeypatch.setattr("asr.hub.PATIENCE_S", 0.2)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{silent.server_port}")
        with pytest.raises(ModelUnavailable, match="out of reach"):
            look_up("clinic/model")


def test_a_forbidden_hub_is_not_asked(monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelUnavailable, match="HF_HUB_OFFLINE"):
        look_up("clinic/model")
