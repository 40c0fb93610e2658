"""`scribe models`: the speech models, here and elsewhere."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from enum import StrEnum
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Column, Table

from asr.audio import decode_file
from asr.card import Card, Speed, read_card, this_machine, write_card
from asr.checkpoint import read_checkpoint
from asr.download import Progress as Told
from asr.download import checkpoint_folder, fetch, kept_name, repository_of
from asr.hub import look_up
from asr.inventory import Entry, inventory
from asr.models import published
from asr.transcription import transcribe
from scribe.errors import InputError, ModelUnavailable
from scribe.settings import Settings
from server.commands.demo import RECORDING
from server.commands.options import HomeOption, JsonOption, say, settings_with
from server.wiring import (
    convert_checkpoint,
    load_engine,
    load_recognizers,
    measure_throughput,
)

models = typer.Typer(help="The speech models.", no_args_is_help=True)

TIMED_S = 30
"""Seconds of the sample recording that a model is timed on."""
NEEDED = ("torch", "transformers", "peft")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Quantization(StrEnum):
    """How the weights are kept; a CPU computes in int8, a GPU in float16 whatever they are."""

    INT8 = "int8"
    INT8_FLOAT16 = "int8_float16"
    INT16 = "int16"
    FLOAT16 = "float16"
    BFLOAT16 = "bfloat16"
    FLOAT32 = "float32"


@models.command("list")
def list_models(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """All models that are here or can be fetched."""
    entries = inventory(settings_with(home).models, measure_throughput())
    if as_json:
        typer.echo(json.dumps({"models": [asdict(entry) for entry in entries]}))
        return
    table = Table(
        Column("name", no_wrap=True),
        "where",
        Column("MB", justify="right"),
        Column("parameters", justify="right"),
        "languages",
        "licence",
        "word error rate, as published",
        Column("speed here", justify="right"),
    )
    for entry in entries:
        table.add_row(*_row(entry))
    Console().print(table)
    typer.echo(
        "speed here: seconds of speech transcribed in a second. 'about' is an estimate for windows "
        "full of speech, from a random model timed now; without it, the model itself was timed."
    )


@models.command("pull")
def pull(
    model: Annotated[str, typer.Argument(help="A name of `scribe models list`, or a hub id.")],
    home: HomeOption = None,
) -> None:
    """Fetch a model, or continue where it broke off; check every file's checksum."""
    settings = settings_with(home)
    folder = settings.models / kept_name(model)
    wanted = repository_of(model)
    if wanted is None:
        raise InputError(f"{model}: expected a name of `scribe models list`, or a hub id")
    repository = look_up(wanted)
    with _bars() as told:
        fetch(repository, folder, progress=told)
    known = published(model)
    card = replace(
        read_card(folder),
        source=repository.id,
        languages=known.languages if known else (),
        licence=known.licence if known else repository.licence or "unknown",
    )
    _finish(folder, card, settings)
    say(f"{folder.name}: every checksum is right, {folder}")
    _say_next(folder.name)


@models.command("convert")
def convert(
    checkpoint: Annotated[
        str, typer.Argument(help="Fine-tuned Whisper or LoRA adapter: a folder or a hub id.")
    ],
    name: Annotated[
        str | None,
        typer.Option("--name", help="What to call it.", show_default="the checkpoint's"),
    ] = None,
    quantization: Annotated[
        Quantization, typer.Option("--quantization", help="How its weights are kept.")
    ] = Quantization.FLOAT16,
    base: Annotated[
        str | None,
        typer.Option("--base", help="Model it was tuned from: a folder or a hub id."),
    ] = None,
    cropped_window: Annotated[
        bool,
        typer.Option("--cropped-window", help="It was trained on audio without padding to 30 s."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a model of that name.")] = False,
    home: HomeOption = None,
) -> None:
    """Make a fine-tuned checkpoint of Hugging Face a model that Scribe serves."""
    settings = settings_with(home)
    kept = settings.models
    target = kept / _free_name(name or Path(checkpoint.rstrip("/")).name, kept, force)
    if Path(checkpoint).is_dir() or not repository_of(checkpoint):
        # Bad input is told before anything is loaded or fetched.
        read_checkpoint(checkpoint_folder(checkpoint, kept), base)
    if any(find_spec(library) is None for library in NEEDED):
        raise ModelUnavailable("this needs the extras: pip install 'scribe-medical[train]'")
    scratch = kept / ".checkpoints"
    with _bars() as told:
        found = read_checkpoint(checkpoint_folder(checkpoint, scratch, told), base)
        if found.base is not None:
            local = checkpoint_folder(found.base, scratch, told)
            found = read_checkpoint(found.folder, str(local))
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".convert-", dir=kept) as work:
        folder = Path(work) / target.name
        convert_checkpoint(found, folder, quantization.value)
        card = Card(
            found.folder.name if Path(checkpoint).is_dir() else checkpoint,
            found.languages,
            found.licence,
            found.cropped_window or cropped_window,
        )
        _finish(folder, card, settings)
        if target.exists():
            target.replace(Path(work) / "replaced")
        folder.replace(target)
    shutil.rmtree(scratch, ignore_errors=True)
    say(f"{target.name}: {target}")
    _say_next(target.name)


def _free_name(name: str, kept: Path, force: bool) -> str:
    """Raises InputError for a name that cannot be a folder's, or that is taken."""
    if not NAME.fullmatch(name):
        raise InputError(f"name: expected letters, digits, '.', '_', '-', found {name!r}")
    if published(name):
        raise InputError(f"name: {name} is a published model's; choose another with --name")
    if (kept / name).exists() and not force:
        raise InputError(f"name: there is a model {name} already; --force replaces it")
    return name


def _finish(folder: Path, card: Card, settings: Settings) -> None:
    """Load the model, time it, write its card. Raises ModelUnavailable if it does not load."""
    write_card(folder, card)
    engine = load_engine(replace(settings, engine="whisper", model=str(folder)), say)
    recognizer = load_recognizers(engine, settings)("auto")
    # The sample's first seconds come in chunks of about one.
    transcript = transcribe(recognizer, islice(decode_file(RECORDING), TIMED_S))
    times = transcript.audio_ms / max(transcript.elapsed_ms, 1)
    write_card(folder, replace(card, speed=Speed(round(times, 2), this_machine())))
    say(f"{folder.name}: hears {times:.1f} seconds of speech in a second on this machine")


def _say_next(name: str) -> None:
    say(f"use it: scribe serve --engine whisper --model {name}")


def _row(entry: Entry) -> tuple[str, ...]:
    match entry.languages:
        case ():
            languages = "unknown"
        case few if len(few) < 10:
            languages = " ".join(few)
        case many:
            languages = f"{len(many)} languages"
    speed = "unknown"
    if entry.times_real_time is not None:
        speed = f"{'' if entry.is_measured else 'about '}{entry.times_real_time:.2g}x"
    return (
        entry.name,
        entry.where,
        f"{entry.size_mb:,}",
        f"{entry.parameters_m} M" if entry.parameters_m else "unknown",
        languages,
        entry.licence,
        "\n".join(f"{one.wer_percent} % {one.test} ({one.source})" for one in entry.accuracy),
        speed,
    )


@contextmanager
def _bars() -> Iterator[Told]:
    """One bar a file, on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, TransferSpeedColumn(), console=console, disable=not console.is_terminal
    ) as progress:
        tasks = {}

        def told(name: str, here: int, size: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=size)
            progress.update(tasks[name], completed=here)

        yield told
