"""`scribe serve`, `scribe ui`: the two processes that a clinic runs."""

import json
import logging
import os
import socket
import webbrowser
from contextlib import nullcontext
from typing import Annotated

import typer
import uvicorn

from scribe.errors import ScribeError
from server.app import create_app
from server.commands.options import (
    ChannelRolesOption,
    EngineOption,
    HomeOption,
    JsonOption,
    LanguageOption,
    MaxSpeakersOption,
    ModelOption,
    SpeakersOption,
    TemplateOption,
    say,
    settings_with,
)
from server.processes import start_desk, stop, wait_until_it_answers, wait_until_it_ends
from server.wiring import load_attributor, load_engine, open_access, open_clinic

MAX_MESSAGE_BYTES = 1 << 20
"""Largest websocket message: half a minute of 16 kHz mono."""

HostOption = Annotated[
    str | None, typer.Option("--host", help="Address to listen on.", show_default="127.0.0.1")
]


class AnnouncingServer(uvicorn.Server):
    """Prints one line when it is ready to accept."""

    def __init__(self, config: uvicorn.Config, engine: str, as_json: bool) -> None:
        super().__init__(config)
        self._engine = engine
        self._as_json = as_json

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        ready = {"url": url, "engine": self._engine}
        line = json.dumps(ready) if self._as_json else f"Scribe is ready: {url} ({self._engine})"
        typer.echo(line)


def serve(
    host: HostOption = None,
    port: Annotated[
        int | None, typer.Option("--port", help="Port; 0 takes a free one.", show_default="8765")
    ] = None,
    engine: EngineOption = None,
    model: ModelOption = None,
    language: LanguageOption = None,
    template: TemplateOption = None,
    speakers: SpeakersOption = None,
    max_speakers: MaxSpeakersOption = None,
    channel_roles: ChannelRolesOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the server: live streams, recordings, notes. Make a key with `scribe keys create`."""
    settings = settings_with(
        *(home, engine, model, language, template),
        host=host,
        port=port,
        speakers=speakers,
        max_speakers=max_speakers,
        roles=channel_roles,
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    listener = _listen(settings.host, settings.port)
    loaded = load_engine(settings, say)
    config = uvicorn.Config(
        create_app(open_clinic(settings, loaded, load_attributor(settings, say))),
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    server = AnnouncingServer(config, loaded.name, as_json)
    server.run([listener])
    if not server.started:
        raise typer.Exit(1)


def _listen(host: str, port: int) -> socket.socket:
    """Raises ScribeError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"cannot listen on {host}, port {port}: {error.strerror}"
    raise ScribeError(message)


def ui(
    url: Annotated[
        str, typer.Option("--url", help="Where the server is.")
    ] = "http://127.0.0.1:8765",
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            envvar="SCRIBE_API_KEY",
            help="API key; without it one is made for this run on this machine's server.",
        ),
    ] = None,
    host: HostOption = None,
    port: Annotated[
        int | None, typer.Option("--port", help="Port of the desk.", show_default="8501")
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the desk in a browser.")
    ] = True,
    home: HomeOption = None,
) -> None:
    """Run the review desk for a running server."""
    settings = settings_with(home, host=host, desk_port=port)
    lent = nullcontext(key) if key else open_access(settings).lent(f"review desk {os.getpid()}")
    with lent as secret:
        run_desk(settings.host, settings.desk_port, url, secret, "", open_browser=open_browser)


def run_desk(
    host: str, port: int, server: str, key: str, encounter_id: str, *, open_browser: bool
) -> None:
    """Serve the review desk until somebody ends it."""
    desk = start_desk(host, port, server, key, encounter_id)
    address = f"http://{host}:{port}"
    try:
        wait_until_it_answers(desk, f"{address}/_stcore/health")
        typer.echo(f"The review desk is ready: {address} (Ctrl-C ends it)")
        if open_browser:
            webbrowser.open(address)
        wait_until_it_ends(desk)
    except KeyboardInterrupt:
        say("ending")
    finally:
        stop(desk)
