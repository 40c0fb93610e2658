"""Types, lint, format, README: checked like any other behaviour."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP_AND_TEST = (
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest"
)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("mypy",), marks=pytest.mark.slow),
        ("ruff", "check", "--quiet", "."),
        ("ruff", "format", "--check", "--quiet", "."),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_whole_tree_is_clean(command):
    done = subprocess.run(
        (sys.executable, "-m", *command), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_ci_runs_the_command_that_the_readme_gives():
    assert SET_UP_AND_TEST in README
    assert SET_UP_AND_TEST in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_names_every_file_in_its_tree():
    listed = subprocess.run(
        ("git", "ls-files", "scribe", "asr", "notegen", "server", "ui", "recipes"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    modules = [
        line
        for line in listed.stdout.splitlines()
        if line.endswith(".py") and not line.endswith("__init__.py")
    ]
    assert [m for m in modules if Path(m).name not in README] == []
