"""Options that several commands share."""

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from scribe.errors import InputError
from scribe.settings import Settings, channel_roles

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of everything that Scribe keeps.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
EngineOption = Annotated[
    str | None,
    typer.Option("--engine", help="auto, whisper or sphinx.", show_default="auto"),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="Whisper model: an id or a folder.", show_default="small"),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", help="auto, en, vi, de, fr, zh, ...", show_default="auto"),
]
SpeakersOption = Annotated[
    str | None,
    typer.Option(
        "--speakers",
        help="Who tells the speakers apart: builtin, pyannote or sortformer.",
        show_default="builtin",
    ),
]
MaxSpeakersOption = Annotated[
    int | None,
    typer.Option(
        "--max-speakers",
        min=1,
        help="Most speakers that may be found on one channel; 3 where a relative comes along.",
        show_default="2",
    ),
]
ChannelRolesOption = Annotated[
    str | None,
    typer.Option(
        "--channel-roles",
        metavar="ROLE[,ROLE]",
        help="Who speaks on the first channel, then on the second: clinician, patient, other or "
        "unknown (to be judged by the words). Only for recordings with one speaker on each "
        "channel; others are not affected.",
        show_default="judged by the words",
    ),
]
TemplateOption = Annotated[
    str | None,
    typer.Option(
        "--template",
        help="Template of the note, one of `scribe templates list`.",
        show_default="soap",
    ),
]
DateOption = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="Date of service.", show_default="today"),
]


def settings_with(
    home: Path | None = None,
    engine: str | None = None,
    model: str | None = None,
    language: str | None = None,
    template: str | None = None,
    host: str | None = None,
    port: int | None = None,
    desk_port: int | None = None,
    speakers: str | None = None,
    max_speakers: int | None = None,
    roles: str | None = None,
) -> Settings:
    """The environment's settings with the options that were given; `roles` of the channels.

    Raises InputError.
    """
    settings = Settings.from_environment(os.environ)
    return replace(
        settings,
        home=home or settings.home,
        engine=engine or settings.engine,
        model=model or settings.model,
        language=language or settings.language,
        template=template or settings.template,
        host=host or settings.host,
        port=settings.port if port is None else port,
        desk_port=settings.desk_port if desk_port is None else desk_port,
        speakers=speakers or settings.speakers,
        max_speakers=settings.max_speakers if max_speakers is None else max_speakers,
        channel_roles=settings.channel_roles if roles is None else channel_roles(roles),
    )


def say(line: str) -> None:
    """One line to the person at the terminal; standard output is for results."""
    typer.echo(line, err=True)


def day(given: datetime | None) -> date:
    """The date of service: the one given, else today's."""
    return given.date() if given else date.today()


def text_of(path: Path) -> str:
    """A text file. Raises InputError when it is missing, empty or no UTF-8."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"{path.name}: expected a readable file, found: {error.strerror}"
    except UnicodeDecodeError:
        message = f"{path.name}: expected text in UTF-8, found other bytes"
    else:
        if text.strip():
            return text
        message = f"{path.name}: expected text, found an empty file"
    raise InputError(message)
