"""The command line, run in this process."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scribe.errors import InputError, ScribeError
from server.cli import app


@dataclass(frozen=True)
class Done:
    exit_code: int
    out: str
    err: str


@pytest.fixture
def scribe(tmp_path, monkeypatch, icd_table):
    """Run `scribe ARGUMENTS` with a home of its own; exit codes as `server.cli.main` gives them."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "icd.sqlite").symlink_to(icd_table)
    monkeypatch.setenv("SCRIBE_HOME", str(home))

    def run(*arguments: str | Path) -> Done:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        match result.exception:
            case InputError() as error:
                return Done(2, result.stdout, result.stderr + str(error))
            case ScribeError() as error:
                return Done(1, result.stdout, result.stderr + str(error))
            case None | SystemExit():
                return Done(result.exit_code, result.stdout, result.stderr)
        raise result.exception

    return run


@pytest.fixture
def typed_visit(tmp_path):
    """A transcript as a person would type it."""
    path = tmp_path / "visit.txt"
    path.write_text(
        "D: What brings you in today?\n"
        "P: I have had a bad cough for two weeks and a sore throat.\n"
        "D: Any fever?\n"
        "P: No, no fever.\n"
        "D: Do you take any medications?\n"
        "P: I take lisinopril ten milligrams once a day for high blood pressure.\n"
        "D: Any allergies?\n"
        "P: I am allergic to penicillin, it gives me a rash.\n"
        "D: Your blood pressure is one thirty over eighty. Your lungs are clear.\n"
        "D: I think you have acute bronchitis. Take acetaminophen five hundred milligrams three "
        "times a day and come back in two weeks.\n",
        encoding="utf-8",
    )
    return path
