import sqlite3
from contextlib import closing

import pytest

from notegen.icd10.build import Counts
from notegen.icd10.intake import take_in
from notegen.icd10.kept import Kept
from notegen.icd10.official import PartKind
from scribe.errors import InputError


@pytest.fixture
def place(tmp_path):
    return Kept(tmp_path / "home" / "icd"), tmp_path / "home" / "icd.sqlite"


@pytest.fixture
def order(tmp_path, official):
    path = tmp_path / "icd10cm-order-2031.txt"
    path.write_bytes(official.order([("A00", False, "Agues"), ("A00.0", True, "Marsh ague")]))
    return path


@pytest.fixture
def index(tmp_path, official):
    path = tmp_path / "icd10cm-index-2031.xml"
    lines = [(0, "Shakes", "", "<code>A00.0</code>"), (0, "Gone", "", "<code>B00.0</code>")]
    path.write_bytes(official.index(lines, 2031))
    return path


def rows(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_release_is_built_and_kept(place, order, index):
    kept, built_in = place
    intake = take_in((order, index), kept, built_in)
    assert (intake.year, intake.parts) == (2031, (PartKind.ORDER, PartKind.INDEX))
    assert intake.counts == Counts(codes=2, billable=1, index_phrases=1, dropped=1)
    assert not intake.added_to_installed
    assert sorted(p.name for p in kept.folder.iterdir()) == ["2031.sqlite", "2031.zip"]
    assert not built_in.exists()


def test_its_codes_are_valid_in_its_fiscal_year(place, order):
    kept, built_in = place
    take_in((order,), kept, built_in)
    table = kept.folder / "2031.sqlite"
    assert rows(table, "SELECT DISTINCT valid_from, valid_to FROM codes") == [
        ("2030-10-01", "2031-10-01")
    ]


def test_phrases_of_the_lexicon_for_codes_it_does_not_have_are_left_out(place, order):
    kept, built_in = place
    take_in((order,), kept, built_in)
    codes = rows(kept.folder / "2031.sqlite", "SELECT DISTINCT code FROM phrases")
    assert {code for (code,) in codes} == {"A00", "A00.0", "-"}


def test_a_second_import_replaces_the_first(place, order, official):
    kept, built_in = place
    take_in((order,), kept, built_in)
    order.write_bytes(official.order([("B50", True, "Other ague")]))
    take_in((order,), kept, built_in)
    assert rows(kept.folder / "2031.sqlite", "SELECT code FROM codes") == [("B50",)]


def test_an_index_that_comes_later_joins_the_codes_of_its_year(place, order, index):
    kept, built_in = place
    take_in((order,), kept, built_in)
    intake = take_in((index,), kept, built_in)
    assert not intake.added_to_installed
    assert (intake.counts.codes, intake.counts.index_phrases) == (2, 1)


def test_the_year_that_is_given_goes_before_that_of_the_files(place, order):
    kept, built_in = place
    assert take_in((order,), kept, built_in, 2032).year == 2032
    assert kept.years() == (2032,)


def test_an_import_that_fails_changes_nothing(place, order, tmp_path):
    kept, built_in = place
    take_in((order,), kept, built_in)
    before = {p.name: p.read_bytes() for p in kept.folder.iterdir()}
    broken = tmp_path / "icd10cm-tabular-2031.xml"
    broken.write_bytes(b"<ICD10CM.tabular><chapter>")
    with pytest.raises(InputError, match=r"icd10cm-tabular-2031\.xml: expected well-formed XML"):
        take_in((broken,), kept, built_in)
    assert {p.name: p.read_bytes() for p in kept.folder.iterdir()} == before


def test_an_index_alone_is_added_to_what_is_installed(place, index):
    kept, built_in = place
    intake = take_in((index,), kept, built_in)
    assert intake.added_to_installed
    assert kept.years() == ()
    found = rows(built_in, "SELECT code, kind FROM phrases WHERE text = 'shakes'")
    assert ("A00.0", "A") in found
