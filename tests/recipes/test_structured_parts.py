"""The recipe that measures orders with follow-up."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from recipes.structured_parts.run import intervals

ROOT = Path(__file__).parents[2]
RUN = ROOT / "recipes" / "structured_parts" / "run.py"
DIALOGUE = """[doctor] hi , what brings you in ?
[patient] i have had a cough and chest pain for three days .
[doctor] i'm going to order a chest x-ray . i want to refer you to cardiology .
[doctor] stop taking the ibuprofen .
[doctor] i would like to see you again in two weeks ."""
NOTE = """CHIEF COMPLAINT
Cough.
ASSESSMENT AND PLAN
Cough. Obtain a chest x-ray. Refer to cardiology. Follow up in 2 weeks."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2 weeks", {"2 week"}),
        ("in a month", {"1 month"}),
        ("in 6 to 8 weeks", {"6 week"}),
        ("a two-week course, then 3 months", {"2 week", "3 month"}),
        ("as needed", set()),
    ],
)
def test_intervals_are_read_from_digits_and_words(text: str, found: set[str]) -> None:
    assert intervals(text) == found


def test_the_recipe_prints_its_figures_last(tmp_path: Path) -> None:
    folder = tmp_path / "aci-bench"
    folder.mkdir()
    with (folder / "valid.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, ("encounter_id", "dialogue", "note"))
        lines.writeheader()
        lines.writerow({"encounter_id": "D1", "dialogue": DIALOGUE, "note": NOTE})
        lines.writerow({"encounter_id": "D2", "dialogue": "[doctor] hello .", "note": NOTE})
    done = subprocess.run(
        (sys.executable, RUN, "--data", tmp_path, "--split", "valid", "--show"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["orders"] == {
        "medication": 1,
        "lab": 0,
        "imaging": 1,
        "procedure": 0,
        "referral": 1,
    }
    assert found["in_plan"] == found["orders"] | {"medication": 0}
    assert found["orders_with_evidence"] == 100
    assert (found["intervals_in_plan"], found["intervals_both"]) == (2, 1)
    assert "- medication stopped ibuprofen" in done.stdout
