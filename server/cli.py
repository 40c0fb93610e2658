"""The command `scribe`."""

import signal
import sys

import typer

from scribe.errors import InputError, ScribeError
from server.commands.demo import demo
from server.commands.icd import icd
from server.commands.keeping import encounters, keys
from server.commands.models import models
from server.commands.notes import code, export, note
from server.commands.running import serve, ui
from server.commands.speech import stream, transcribe
from server.commands.templates import templates
from server.commands.voices import voices

app = typer.Typer(
    name="scribe",
    help="A medical speech recogniser and scribe that runs on the clinic's own machine.",
    no_args_is_help=True,
    add_completion=False,
    # A traceback that shows local variables would show what a patient said.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (demo, serve, ui, stream, transcribe, note, code, export):
    app.command()(command)
app.add_typer(encounters, name="encounters")
app.add_typer(keys, name="keys")
app.add_typer(models, name="models")
app.add_typer(voices, name="voices")
app.add_typer(templates, name="templates")
app.add_typer(icd, name="icd")


def main() -> None:
    """Exit with 0 when all is well, 2 for input that cannot be used, 1 for anything else."""
    # So that `finally` is reached, and with it the processes that a command has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        app()
    except InputError as error:
        sys.stderr.write(f"scribe: {error}\n")
        sys.exit(2)
    except ScribeError as error:
        sys.stderr.write(f"scribe: {error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
