"""One code table for all tests of the package."""

from datetime import date

import pytest

from notegen.icd10.build import build_table
from notegen.icd10.table import IcdTable

BEFORE = date(2026, 9, 30)
AFTER = date(2026, 10, 1)


@pytest.fixture(scope="session")
def table_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("icd") / "icd.sqlite"
    build_table(path)
    return path


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
