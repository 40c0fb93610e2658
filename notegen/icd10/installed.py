"""The ICD-10-CM release that the simple-icd-10-cm package carries."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

from notegen.icd10.release import ReleaseCode
from notegen.icd10.tabular import read_tabular
from scribe.errors import ModelUnavailable

PACKAGE = "simple-icd-10-cm"
FIRST_DAY = date(2025, 10, 1)
"""The April 2026 release holds the codes of fiscal year 2026, in force from this day."""


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
