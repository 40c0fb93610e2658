"""`scribe voices`: the voices of clinicians who agreed to be recognised by them."""

import json
import shlex
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from asr.audio import decode_file
from asr.channels import fold
from asr.engine import Mono
from asr.enrolment import VoiceprintFolder
from server.commands.options import HomeOption, JsonOption, say, settings_with
from server.wiring import enrol_voice

voices = typer.Typer(
    help="The voices of clinicians, by which Scribe knows who of the speakers is the clinician.",
    no_args_is_help=True,
)

NameArgument = Annotated[str, typer.Argument(help="The clinician's name.")]


@voices.command("enrol")
def enrol_clinician(
    name: NameArgument,
    file: Annotated[
        Path,
        typer.Argument(help="Recording of any format in which only the clinician speaks."),
    ],
    home: HomeOption = None,
) -> None:
    """Keep what a clinician's voice sounds like, in place of what was kept under that name.

    At least 5 s of speech are needed; half a minute in the room of the consultations is better.

    A voice is biometric data: enrol only who has agreed to it. No audio is kept, only the voice's
    place among voices. It stays on this machine until `scribe voices delete NAME`.

    A running server takes it up with its next recording.
    """
    folder = settings_with(home).voices
    voice = enrol_voice(name, _one_channel(file))
    VoiceprintFolder(folder).keep(voice)
    say(f"enrolled {voice.name}: {voice.speech_s:.1f} s of speech heard")
    say(
        f"This is biometric data. It is kept only on this machine, in {folder}, in a file that its "
        f"owner alone may read. To erase it: scribe voices delete {shlex.quote(voice.name)}"
    )


@voices.command("list")
def list_voices(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """The names of all who are enrolled, with the seconds of speech that were heard of each."""
    kept = VoiceprintFolder(settings_with(home).voices).all()
    rows = [(voice.name, voice.speech_s) for voice in sorted(kept, key=lambda one: one.name)]
    if as_json:
        listed = [{"name": name, "speech_s": speech_s} for name, speech_s in rows]
        typer.echo(json.dumps({"voices": listed}, ensure_ascii=False))
        return
    table = Table("name", "speech")
    for name, speech_s in rows:
        table.add_row(name, f"{speech_s:.1f} s")
    Console().print(table)


@voices.command("delete")
def delete_voice(name: NameArgument, home: HomeOption = None) -> None:
    """Erase a voice for good. From the next recording on nobody is known by it."""
    VoiceprintFolder(settings_with(home).voices).delete(name)
    say(f"erased the voice of {name}")


def _one_channel(file: Path) -> Mono:
    """Raises AudioError."""
    samples = np.concatenate(list(decode_file(file)))
    if samples.shape[1] == 2:
        say("Each channel seems to hold a voice of its own: only one person may speak.")
        samples = fold(samples, inverted=False)
    return np.ascontiguousarray(samples[:, 0])
