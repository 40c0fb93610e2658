"""`scribe demo`: a recorded sample encounter through server, note, codes and desk."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from asr.audio import decode_file
from asr.score import role_accuracy, wer
from scribe.encounter import Encounter
from scribe.errors import ScribeError
from scribe.ports import Samples
from scribe.transcript import Transcript
from scribe.wire import decode, document, note_document
from server.client import open_encounter, stream_samples
from server.commands.live_view import LiveView, print_note, transcript_table
from server.commands.options import (
    EngineOption,
    HomeOption,
    JsonOption,
    LanguageOption,
    settings_with,
)
from server.commands.running import run_desk
from server.processes import free_port, server_url, start_server, stop
from server.wiring import open_access

TITLE = "Demo: diabetes check, shoulder pain"
RECORDING = Path(str(files("server") / "data" / "demo" / "encounter.flac"))
REFERENCE = RECORDING.with_name("reference.json")


@dataclass(frozen=True, slots=True)
class Scores:
    """How the transcript compares with what was said, each in [0, 1]."""

    wer: float
    role_accuracy: float


def demo(
    file: Annotated[
        Path | None,
        typer.Argument(help="Another recording in place of the sample.", show_default=False),
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="End after printing; no review desk.")
    ] = False,
    speed: Annotated[
        float, typer.Option("--speed", min=0.5, max=100.0, help="Times real time.")
    ] = 8.0,
    engine: EngineOption = None,
    language: LanguageOption = None,
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the desk in a browser.")
    ] = True,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """A sample consultation, live: streamed to a server, transcribed, written up, coded.

    Runs with what was installed, without a download: pocketsphinx reads the sample's synthetic
    voices well, and real conversations badly.
    """
    started_at_s = time.monotonic()
    samples = np.concatenate(list(decode_file(file or RECORDING)))
    with _home_for(home, headless) as folder:
        settings = settings_with(folder, language=language)
        secret = open_access(settings).create("demo")
        server = start_server(folder, engine or "sphinx")
        try:
            url = server_url(server)
            title = file.stem if file else TITLE
            encounter = asyncio.run(
                _play(url, secret, title, settings.language, samples, speed, quiet=as_json)
            )
            reference = _reference(file)
            _print(encounter, reference, started_at_s, as_json=as_json)
            if not headless:
                port = free_port(settings.host, settings.desk_port)
                run_desk(settings.host, port, url, secret, encounter.id, open_browser=open_browser)
        finally:
            stop(server)


@contextmanager
def _home_for(home: Path | None, headless: bool) -> Iterator[Path]:
    """The folder given; else one that lasts for a demo with a desk, or passes without."""
    if home is None and headless:
        with tempfile.TemporaryDirectory(prefix="scribe-demo-") as folder:
            yield Path(folder)
    else:
        yield settings_with(home).home / "demo"


async def _play(
    url: str,
    key: str,
    title: str,
    language: str,
    samples: Samples,
    speed: float,
    *,
    quiet: bool,
) -> Encounter:
    encounter = await open_encounter(url, key, title, language)
    with LiveView(encounter, Console(quiet=quiet)) as view:
        async for message in stream_samples(url, key, encounter.id, samples, speed):
            view.take(message)
    if view.problem is not None:
        raise ScribeError(view.problem)
    return view.encounter


def _reference(file: Path | None) -> Transcript | None:
    """What is said in the sample; of other recordings it is not known."""
    return None if file else decode(Transcript, REFERENCE.read_bytes())


def _scores(reference: Transcript, heard: Transcript) -> Scores:
    return Scores(
        round(wer(reference.text, heard.text), 4), round(role_accuracy(reference, heard), 4)
    )


def _print(
    encounter: Encounter, reference: Transcript | None, started_at_s: float, *, as_json: bool
) -> None:
    scores = _scores(reference, encounter.transcript) if reference else None
    elapsed_ms = int((time.monotonic() - started_at_s) * 1000)
    if as_json:
        shown = {
            "transcript": document(encounter.transcript),
            "note": note_document(encounter.note) if encounter.note else None,
            "scores": asdict(scores) if scores else None,
            "elapsed_ms": elapsed_ms,
        }
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    console = Console()
    console.print(transcript_table(encounter.utterances))
    if encounter.failure:
        console.print(f"Failed: {encounter.failure.message}", style="red")
    if encounter.note:
        print_note(console, encounter.note)
    if scores:
        console.print(
            f"\nAgainst what was said: word error rate {scores.wer:.1%}, "
            f"words given to the right role {scores.role_accuracy:.1%}; "
            f"{elapsed_ms / 1000:.0f} s in all."
        )
