"""One code table for all tests of the package."""

from datetime import date

import pytest

from notegen.icd10.table import IcdTable

BEFORE = date(2026, 9, 30)
AFTER = date(2026, 10, 1)


@pytest.fixture(scope="session")
def table_file(icd_table):
    return icd_table


@pytest.fixture(scope="session")
def table(table_file):
    with IcdTable.open(table_file) as opened:
        yield opened


@pytest.fixture
def before():
    """A day on which the codes of fiscal year 2026 are in force."""
    return BEFORE


@pytest.fixture
def after():
    """The first day of fiscal year 2027."""
    return AFTER
