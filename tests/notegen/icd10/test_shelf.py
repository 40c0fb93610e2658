from datetime import date

import pytest

from notegen.icd10.intake import take_in
from notegen.icd10.kept import Kept
from notegen.icd10.official import PartKind
from notegen.icd10.shelf import Shelf
from scribe.errors import InputError


@pytest.fixture
def kept(tmp_path):
    return Kept(tmp_path / "icd")


@pytest.fixture
def shelf(table_file, kept):
    with Shelf(table_file, kept) as shelf:
        yield shelf


@pytest.fixture
def bring(tmp_path, kept, table_file, official):
    """Import a release of one code."""

    def import_year(year, code="A00"):
        path = tmp_path / f"icd10cm-order-{year}.txt"
        path.write_bytes(official.order([(code, True, f"Ague of {year}")]))
        take_in((path,), kept, table_file)

    return import_year


def test_each_day_has_the_table_of_its_fiscal_year(shelf, bring):
    bring(2024)
    bring(2025, "A01")
    for day, billable in ((date(2023, 10, 1), "A00"), (date(2024, 9, 30), "A00"),
                          (date(2024, 10, 1), "A01"), (date(2025, 9, 30), "A01")):  # fmt: skip
        table = shelf.of(day)
        codes = [e.code for c in ("A00", "A01") if (e := table.entry(c)) and e.billable_on(day)]
        assert codes == [billable]


def test_a_day_of_no_imported_year_has_what_is_installed(shelf, bring):
    bring(2024)
    assert shelf.of(date(2026, 9, 30)).entry("E11.9").billable


def test_an_imported_year_goes_before_what_is_installed(shelf, bring):
    bring(2026)
    assert shelf.of(date(2026, 9, 30)).entry("A00").description == "Ague of 2026"
    assert shelf.of(date(2026, 10, 1)).entry("E11.9").billable


def test_a_day_before_all_tables_is_told_with_what_to_do(shelf):
    with pytest.raises(InputError, match=r"2020-01-02: expected 2025-10-01 or later.* import"):
        shelf.of(date(2020, 1, 2))


def test_a_table_is_opened_once(shelf):
    assert shelf.of(date(2026, 1, 1)) is shelf.of(date(2026, 11, 1))


def test_what_is_imported_again_is_taken_up(shelf, bring, kept):
    bring(2024)
    old = shelf.of(date(2024, 1, 1))
    bring(2024, "B00")
    assert shelf.of(date(2024, 1, 1)).entry("B00")
    assert old.entry("A00")


def test_a_table_from_other_sources_is_built_again(shelf, bring, kept):
    bring(2024)
    (kept.folder / "2024.sqlite").write_bytes(b"no table")
    assert shelf.of(date(2024, 1, 1)).entry("A00")


def test_the_years_are_listed_with_where_they_come_from(shelf, bring):
    bring(2024)
    bring(2026)
    years = {one.year: one for one in shelf.years()}
    assert list(years) == [2024, 2026, 2027]
    assert (years[2024].valid_from, years[2024].valid_to) == (date(2023, 10, 1), date(2024, 10, 1))
    assert (years[2026].source, years[2026].parts) == ("imported", (PartKind.ORDER,))
    assert years[2027].source.startswith("simple-icd-10-cm")
