import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest

from server.processes import free_port, stop, wait_until_it_answers


@pytest.fixture
def home(tmp_path, icd_table):
    (tmp_path / "icd.sqlite").symlink_to(icd_table)
    return tmp_path


@contextmanager
def started(home, *arguments):
    """The command as a process that is gone afterwards, also when the test fails."""
    process = subprocess.Popen(
        (sys.executable, "-m", "server.cli", *arguments, "--home", str(home)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            stop(process)


def test_a_server_says_when_it_is_ready_and_ends_when_asked_to(home):
    with started(home, "serve", "--engine", "sphinx", "--port", "0", "--json") as server:
        ready = json.loads(server.stdout.readline())
        assert httpx.get(f"{ready['url']}/healthz").json()["status"] == "ok"
        assert ready["engine"] == "sphinx"
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
        assert server.stderr.read() == ""


def test_a_port_that_is_taken_is_told(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(home, "serve", "--engine", "sphinx", "--port", str(port)) as server:
            _, told = server.communicate(timeout=60)
    assert server.returncode == 1
    assert "in use" in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_the_desk_is_served_until_it_is_asked_to_end(home):
    port = free_port("127.0.0.1", 0)
    with started(home, "ui", "--port", str(port), "--no-open") as desk:
        wait_until_it_answers(desk, f"http://127.0.0.1:{port}/_stcore/health")
        assert "ready" in desk.stdout.readline()
        os.kill(desk.pid, signal.SIGTERM)
        desk.wait(60)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/_stcore/health")
