"""The ICD-10-CM release that the simple-icd-10-cm package carries."""

from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from notegen.icd10.release import ReleaseCode, fiscal_year
from notegen.icd10.tabular import read_tabular
from scribe.errors import ModelUnavailable

PACKAGE = "simple-icd-10-cm"
FIRST_DAY = date(2025, 10, 1)
"""The April 2026 release holds the codes of fiscal year 2026, in force from this day."""
OVERLAY_YEAR = 2027
"""The newest fiscal year of which anything is installed: its changes, in data/fy2027.tsv."""


def installed_releases() -> tuple[tuple[int, str], ...]:
    """The fiscal years that are installed, with where their codes come from."""
    source = f"{PACKAGE} {version(PACKAGE)}"
    return (
        (fiscal_year(FIRST_DAY), source),
        (OVERLAY_YEAR, f"{source} with the changes of {OVERLAY_YEAR} that are known"),
    )


def read_installed() -> tuple[ReleaseCode, ...]:
    """All categories, subcategories and codes in the order of the tabular list.

    The package itself is not imported: it would read its release a second time, into 190 MB.
    """
    found = find_spec(PACKAGE.replace("-", "_"))
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        for path in sorted(Path(folder, "data").glob("*tabular*.xml")):
            return read_tabular(path.read_bytes(), path.name)
    raise ModelUnavailable(f"{PACKAGE}: expected its tabular list in XML, found none")
