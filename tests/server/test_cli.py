import subprocess
import sys

import pytest
from typer.testing import CliRunner

from server.cli import app

COMMANDS = (
    (),
    ("demo",),
    ("serve",),
    ("ui",),
    ("stream",),
    ("transcribe",),
    ("note",),
    ("code",),
    ("export",),
    ("encounters", "purge"),
    ("keys", "create"),
    ("icd", "search"),
    ("voices", "enrol"),
    ("voices", "list"),
    ("voices", "delete"),
)


def scribe(*arguments, home, **environment):
    return subprocess.run(
        (sys.executable, "-m", "server.cli", *arguments),
        env={"SCRIBE_HOME": str(home), "PATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_explains_itself():
    for command in COMMANDS:
        shown = CliRunner().invoke(app, [*command, "--help"])
        assert shown.exit_code == 0
        assert "Usage" in shown.stdout


def test_input_that_cannot_be_used_is_status_2_and_one_line(tmp_path):
    done = scribe("transcribe", "--engine", "sphinx", str(tmp_path / "none.wav"), home=tmp_path)
    assert done.returncode == 2
    assert "none.wav" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("variable", ["SCRIBE_PORT", "SCRIBE_ENGINE"])
def test_a_setting_that_cannot_be_is_status_2(tmp_path, variable):
    done = scribe("encounters", "list", home=tmp_path, **{variable: "much"})
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_what_is_not_there_is_status_1(tmp_path):
    done = scribe("encounters", "show", "nobody", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == "scribe: there is no encounter 'nobody'"
