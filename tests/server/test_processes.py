import asyncio
import os
import signal
import socket
import subprocess
import sys

import httpx
import numpy as np
import pytest

from asr.audio import decode_file
from scribe.errors import ScribeError
from scribe.events import Heard
from scribe.messages import Acknowledged
from scribe.settings import Settings
from server.client import open_encounter, stream_samples
from server.commands.demo import RECORDING
from server.processes import (
    free_port,
    server_url,
    start_server,
    stop,
    wait_until_it_answers,
    wait_until_it_ends,
)
from server.wiring import open_access

BYTES_PER_MS = 32
KILL_AFTER_FINALS = 3
SPEED = 12.0


@pytest.fixture
def home(tmp_path, icd_table):
    (tmp_path / "icd.sqlite").symlink_to(icd_table)
    return tmp_path


@pytest.fixture
def samples():
    """Twenty-five seconds of the sample consultation."""
    return np.concatenate(list(decode_file(RECORDING)))[: 25 * 16_000]


@pytest.mark.slow
def test_after_kill_9_all_that_was_acknowledged_is_there(home, samples, heard):
    key = open_access(Settings(home)).create("test")
    server = start_server(home, "sphinx")
    finals: list[Heard] = []
    acknowledged_bytes = 0

    async def stream_until_killed(url):
        nonlocal acknowledged_bytes
        encounter = await open_encounter(url, key, "Visit", "en")
        messages = stream_samples(url, key, encounter.id, samples, SPEED)
        async for message in messages:
            match message:
                case Acknowledged():
                    acknowledged_bytes = message.audio_bytes
                case Heard():
                    finals.append(message)
                    if len(finals) == KILL_AFTER_FINALS:
                        os.kill(server.pid, signal.SIGKILL)
        return encounter.id

    url = server_url(server)
    with pytest.raises(ScribeError):
        asyncio.run(stream_until_killed(url))
    stop(server)
    assert acknowledged_bytes > 0

    server = start_server(home, "sphinx")
    try:
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=server_url(server), headers=headers, timeout=30) as client:
            (listed,) = client.get("/v1/encounters").json()["encounters"]
            encounter = heard(client, listed["id"])
    finally:
        stop(server)
    assert encounter["audio_ms"] >= acknowledged_bytes // BYTES_PER_MS
    assert encounter["status"] == "drafted"
    kept = {u["id"]: (u["text"], u["start_ms"], u["end_ms"]) for u in encounter["utterances"]}
    for final in (message.utterance for message in finals):
        assert kept[final.id] == (final.text, final.start_ms, final.end_ms)


def test_a_server_that_cannot_start_is_told(home):
    (home / "scribe.sqlite").write_bytes(b"this is no database" * 100)
    server = start_server(home, "sphinx")
    with pytest.raises(ScribeError, match="ended with status"):
        server_url(server)
    stop(server)


def test_a_port_that_is_taken_is_replaced_by_a_free_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) != port
    assert free_port("127.0.0.1", port) == port


def test_waiting_for_a_process_that_ends_is_told():
    process = subprocess.Popen((sys.executable, "-c", "raise SystemExit(3)"), text=True)
    with pytest.raises(ScribeError, match="3"):
        wait_until_it_answers(process, "http://127.0.0.1:9/")


def test_the_end_of_a_process_is_waited_for():
    process = subprocess.Popen((sys.executable, "-c", "pass"), text=True)
    wait_until_it_ends(process)
    assert process.returncode == 0


def test_a_process_that_does_not_listen_to_sigterm_is_ended_all_the_same(monkeypatch):
    monkeypatch.setattr("server.processes.STOP_TIMEOUT_S", 0.2)
    program = (
        "import signal, sys; signal.signal(15, signal.SIG_IGN); print('on', flush=True); input()"
    )
    process = subprocess.Popen(
        (sys.executable, "-c", program),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "on\n"
    stop(process)
    assert process.returncode == -signal.SIGKILL
    process.stdin.close()
