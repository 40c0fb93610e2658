"""The server or the review desk as a process of its own, started, awaited, stopped."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import httpx

from scribe.errors import ScribeError

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 25.0
POLL_S = 0.1


def start_server(home: Path, engine: str, host: str = "127.0.0.1") -> subprocess.Popen[str]:
    """Start `scribe serve` on a free port; `server_url` waits until it is ready."""
    command = ("serve", "--home", str(home), "--engine", engine, "--host", host, "--port", "0")
    return subprocess.Popen(
        (sys.executable, "-m", "server.cli", *command, "--json"),
        stdout=subprocess.PIPE,
        text=True,
    )


def server_url(process: subprocess.Popen[str]) -> str:
    """The address in the line that a ready server prints. Raises ScribeError when it ends first."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise ScribeError(f"the server ended with status {process.wait()} before it was ready")
    return str(json.loads(line)["url"])


def start_desk(
    host: str, port: int, server: str, key: str, encounter_id: str = ""
) -> subprocess.Popen[str]:
    """Start the review desk; its key goes by the environment, where no log shows it."""
    page = find_spec("ui.app")
    if page is None or page.origin is None:
        raise ScribeError("the review desk (package ui) is not installed")
    options = {
        "server.headless": "true",
        "server.address": host,
        "server.port": str(port),
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "logger.level": "warning",
    }
    environment = {
        "SCRIBE_SERVER_URL": server,
        "SCRIBE_API_KEY": key,
        "SCRIBE_ENCOUNTER": encounter_id,
    }
    return _start_streamlit(page.origin, options, environment)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or another one where it is taken."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, wanted))
        except OSError:
            candidate.bind((host, 0))
        return int(candidate.getsockname()[1])


def wait_until_it_answers(process: subprocess.Popen[str], url: str) -> None:
    """Return once the URL answers 200.

    Raises ScribeError when the process ends, or takes too long.
    """
    started_at_s = time.monotonic()
    with httpx.Client(timeout=2.0) as client:
        while not _answers(client, url):
            if process.poll() is not None:
                raise ScribeError(f"the process ended with status {process.returncode}")
            if time.monotonic() - started_at_s > START_TIMEOUT_S:
                raise ScribeError(f"nothing answered within {START_TIMEOUT_S:.0f} s")
            time.sleep(POLL_S)


def wait_until_it_ends(process: subprocess.Popen[str]) -> None:
    """Return once the process has ended.

    It asks again and again: a signal that comes just before one long wait would be heard only when
    that is over.
    """
    while process.poll() is None:
        time.sleep(POLL_S)


def stop(process: subprocess.Popen[str]) -> None:
    """Ask the process to end; end it when it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _start_streamlit(
    page: str, options: Mapping[str, str], environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    flags: Sequence[str] = [f"--{name}={value}" for name, value in options.items()]
    return subprocess.Popen(
        (sys.executable, "-m", "streamlit", "run", page, *flags),
        env=os.environ | dict(environment),
        stdout=subprocess.DEVNULL,
        text=True,
    )


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).status_code == 200
    except httpx.HTTPError:
        return False
