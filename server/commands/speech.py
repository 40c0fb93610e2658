"""`scribe transcribe`, `scribe stream`: audio to words."""

import asyncio
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from asr.audio import decode_file
from asr.transcription import reconsidered
from asr.transcription import transcribe as transcribe_chunks
from scribe.events import Drafted, Failed, Heard
from scribe.export import TranscriptFormat, clock, export_transcript, speaker_label
from scribe.messages import Partial, Problem, ServerMessage
from scribe.ports import Attributor, Samples
from scribe.wire import encode
from server.client import open_encounter, stream_samples
from server.commands.each import for_each
from server.commands.options import (
    ChannelRolesOption,
    EngineOption,
    HomeOption,
    JsonOption,
    LanguageOption,
    MaxSpeakersOption,
    ModelOption,
    SpeakersOption,
    say,
    settings_with,
)
from server.wiring import Recognize, load_attributor, load_engine, load_recognizers

CONSOLE = Console(stderr=True)


def transcribe(
    files: Annotated[list[Path], typer.Argument(help="Recordings of any format.")],
    engine: EngineOption = None,
    model: ModelOption = None,
    language: LanguageOption = None,
    speakers: SpeakersOption = None,
    max_speakers: MaxSpeakersOption = None,
    channel_roles: ChannelRolesOption = None,
    to: Annotated[
        TranscriptFormat, typer.Option("--format", help="How the transcript is written.")
    ] = TranscriptFormat.JSON,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Transcribe recordings: who said what, when. Several files give one JSON object per line."""
    settings = settings_with(
        *(home, engine, model, language),
        speakers=speakers,
        max_speakers=max_speakers,
        roles=channel_roles,
    )
    recognize = load_recognizers(load_engine(settings, say), settings)
    attribute = load_attributor(settings, say)
    written_as = TranscriptFormat.JSON if as_json else to
    for_each(
        files,
        lambda path: _transcribe(path, recognize, attribute, settings.language, written_as),
    )


def stream(
    file: Annotated[Path, typer.Argument(help="Recording to play to the server.")],
    key: Annotated[
        str, typer.Option("--key", envvar="SCRIBE_API_KEY", help="API key of the server.")
    ],
    url: Annotated[str, typer.Option("--url", help="Where the server is.")] = (
        "ws://127.0.0.1:8765"
    ),
    speed: Annotated[
        float, typer.Option("--speed", min=0.1, max=100.0, help="Times real time.")
    ] = 1.0,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Play a recording to a server as a microphone would; print what it hears as it comes."""
    samples = np.concatenate(list(decode_file(file)))
    asyncio.run(_stream(samples, file.stem, url, key, speed, language or "auto", as_json))


def _transcribe(
    path: Path,
    recognize: Recognize,
    attribute: Attributor | None,
    language: str,
    to: TranscriptFormat,
) -> None:
    with Progress(console=CONSOLE, transient=True, disable=not CONSOLE.is_terminal) as progress:
        task = progress.add_task(path.name, total=None)

        def heard(heard_ms: int) -> None:
            progress.update(task, description=f"{path.name}: {clock(heard_ms)} heard")

        transcript = transcribe_chunks(recognize(language), decode_file(path), heard)
        if attribute is not None:
            progress.update(task, description=f"{path.name}: who said what")
            transcript = reconsidered(transcript, attribute, decode_file(path))
    typer.echo(export_transcript(transcript, to, path.stem), nl=False)


async def _stream(
    samples: Samples, title: str, url: str, key: str, speed: float, language: str, as_json: bool
) -> None:
    encounter = await open_encounter(url, key, title, language)
    say(f"encounter {encounter.id}")
    async for message in stream_samples(url, key, encounter.id, samples, speed):
        if as_json:
            typer.echo(encode(message))
        else:
            _show(message)


def _show(message: ServerMessage) -> None:
    match message:
        case Partial():
            CONSOLE.print(f"[dim]{clock(message.start_ms)} {escape(message.text)}[/dim]")
        case Heard():
            utterance = message.utterance
            line = f"{clock(utterance.start_ms)} {speaker_label(utterance)}: {utterance.text}"
            typer.echo(line)
        case Drafted():
            typer.echo(f"\n{message.note.text}")
        case Failed() | Problem():
            say(f"scribe: {message.message}")
        case _:
            pass
