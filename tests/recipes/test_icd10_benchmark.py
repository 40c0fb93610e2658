import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from notegen.icd10.table import IcdTable

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


@pytest.fixture(scope="module")
def table(icd_table):
    with IcdTable.open(icd_table) as opened:
        yield opened


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_of_mentions_are_no_worse_than_published(recipe, table, shared_data):
    found = recipe.recall(table, recipe.codiesp_queries(shared_data), misses=False)
    assert found.exact_at_1 > 0.51


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_of_notes_are_no_worse_than_published(recipe, table, shared_data):
    found = recipe.code_notes(table, shared_data, misses=False)
    assert found.exact.f1 > 0.5
    assert found.invalid_codes == found.unquoted_evidence == 0
    assert found.excludes1_unflagged == found.without_evidence == 0


@pytest.fixture
def little_data(shared_data, tmp_path):
    """The first lines of what the recipe measures on."""
    (tmp_path / "aci-bench").symlink_to(shared_data / "aci-bench")
    for name, count in (("codiesp/mentions_dev.tsv", 9), ("aci-bench-icd10/dev.tsv", 4)):
        lines = (shared_data / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("".join(lines[:count]), encoding="utf-8")
    return tmp_path


@pytest.mark.shared
@pytest.mark.slow
def test_the_recipe_ends_with_a_line_of_all_figures(little_data):
    done = subprocess.run(
        (sys.executable, RECIPE, "--data", little_data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["build_s"] > 0
    assert figures["clinician_phrases"]["queries"] == 30
    assert figures["codiesp_dev"]["queries"] == 8
    assert figures["aci_bench_notes"]["notes"] == 3
    assert figures["aci_bench_dialogues"].keys() == {"exact", "category"}
