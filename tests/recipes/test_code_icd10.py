import json
import subprocess
import sys
from pathlib import Path

import pytest

from notegen.icd10.table import IcdTable
from recipes.code_icd10.catalogue import billable, coverage
from recipes.code_icd10.encounters import agreement, encounters, from_note, measure
from recipes.code_icd10.recall import PHRASES, codiesp_queries, halves, read_phrases, recall
from recipes.code_icd10.reliability import bins, brier, error

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "recipes" / "code_icd10" / "run.py"


@pytest.mark.parametrize(
    ("name", "count"),
    [("clinician", 30), ("everyday", 100), ("misheard", 15), ("everyday_dev", 62),
     ("misheard_dev", 45)],
)  # fmt: skip
def test_every_phrase_has_its_codes(name, count):
    queries = read_phrases(PHRASES / f"{name}.tsv")
    assert len(queries) == count
    assert all(query.phrase and query.gold for query in queries)


def test_agreement_counts_over_all_notes_together():
    pairs = [
        (frozenset({"I10", "E11.9"}), frozenset({"I10"})),
        (frozenset(), frozenset({"M10.9"})),
    ]
    found = agreement(pairs)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_agreement_of_nothing_is_zero():
    assert agreement([]).f1 == 0.0


def test_chances_that_are_shares_are_without_error():
    judged = [(0.75, True)] * 3 + [(0.75, False)]
    assert error(judged) == pytest.approx(0.0)
    assert brier(judged) == pytest.approx(0.1875)
    assert [b.codes for b in bins([*judged, (0.1, False)])] == [1, 4]


@pytest.fixture(scope="module")
def table(icd_table):
    with IcdTable.open(icd_table) as opened:
        yield opened


def test_nearly_every_code_is_found_by_its_own_description(table):
    found = coverage(table, billable(table, 300))
    assert found.first >= 0.99


def test_most_codes_are_found_by_the_words_of_their_description(table):
    found = coverage(table, billable(table, 300), by_words=True)
    assert found.first > 0.93
    assert found.among_five > 0.97


def test_the_phrases_for_development_are_found(table):
    heard = recall(table, read_phrases(PHRASES / "misheard_dev.tsv"))
    assert heard.exact_at_5 >= 0.85
    clinical = recall(table, read_phrases(PHRASES / "clinician.tsv"))
    assert clinical.exact_at_1 >= 0.9
    assert clinical.exact_at_5 >= 0.97


@pytest.mark.shared
def test_a_document_is_in_one_half(shared_data):
    chosen, others = halves(codiesp_queries(shared_data))
    assert not {q.source for q in chosen} & {q.source for q in others}
    assert len(chosen) + len(others) == 1262


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_of_mentions_are_no_worse_than_published(table, shared_data):
    assert recall(table, codiesp_queries(shared_data)).exact_at_1 > 0.54


@pytest.mark.shared
@pytest.mark.slow
def test_the_figures_of_notes_are_no_worse_than_published(table, shared_data):
    found = measure(table, encounters(shared_data), from_note)
    assert found.exact.f1 > 0.5
    assert found.never == type(found.never)()


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
    parts = [f"--part={p}" for p in ("phrases", "encounters", "memory", "catalogue")]
    done = subprocess.run(
        (sys.executable, RECIPE, "--data", little_data, "--sample", "20", *parts),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["build_s"] > 0
    assert figures["clinician"]["queries"] == 30
    assert figures["codiesp_dev"]["queries"] == 8
    assert figures["aci_bench_notes"]["encounters"] == 3
    assert figures["catalogue"]["codes"] == 20
    assert figures["memory_mb"] < 150
