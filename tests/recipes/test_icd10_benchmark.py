import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "recipes" / "icd10_benchmark" / "run.py"


@pytest.fixture(scope="module")
def recipe():
    spec = spec_from_file_location("icd10_benchmark_run", RECIPE)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_the_clinician_phrases_are_thirty_each_with_its_code(recipe):
    queries = recipe.clinician_queries()
    assert len(queries) == 30
    assert queries[2].phrase == "GERD without esophagitis"
    assert queries[2].gold == ("K21.9",)


def test_agreement_counts_over_all_notes_together(recipe):
    pairs = [
        (frozenset({"I10", "E11.9"}), frozenset({"I10"})),
        (frozenset(), frozenset({"M10.9"})),
    ]
    agreement = recipe.agreement(pairs)
    assert (agreement.precision, agreement.recall, agreement.f1) == (0.5, 0.5, 0.5)


def test_agreement_of_nothing_is_zero(recipe):
    assert recipe.agreement([]).f1 == 0.0


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_are_no_worse_than_published(shared_data):
    done = subprocess.run(
        (sys.executable, RECIPE, "--data", shared_data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    notes = figures["aci_bench_notes"]
    assert figures["codiesp_dev"]["exact_at_1"] > 0.51
    assert notes["exact"]["f1"] > 0.5
    assert notes["invalid_codes"] == notes["unquoted_evidence"] == 0
    assert notes["excludes1_unflagged"] == notes["without_evidence"] == 0
