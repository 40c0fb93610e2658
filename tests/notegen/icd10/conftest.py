"""One code table for all tests of the package."""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

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


@dataclass(frozen=True)
class OfficialFiles:
    """Writers of small files in the shapes of the official release."""

    @staticmethod
    def order(rows):
        """Rows are (code with its dot, billable, description)."""
        return "".join(
            f"{n:05} {code.replace('.', ''):7} {int(billable)} {text[:60]:60} {text}\r\n"
            for n, (code, billable, text) in enumerate(rows, 1)
        ).encode()

    @staticmethod
    def tabular(diags, year=2025):
        """Diags are XML as made by `diag`."""
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.tabular>'
            f"<version>{year}</version><introduction><introSection><title>x</title></introSection>"
            '</introduction><chapter><name>1</name><desc>One</desc><section id="A00-A09">'
            f"<desc>Some</desc>{''.join(diags)}</section></chapter></ICD10CM.tabular>"
        ).encode()

    @staticmethod
    def diag(code, text, below=(), notes=(), sevenths=()):
        """Notes are (tag, text); sevenths are (character, meaning)."""
        printed = "".join(f"<{tag}><note>{escape(note)}</note></{tag}>" for tag, note in notes)
        if sevenths:
            each = "".join(f'<extension char="{c}">{m}</extension>' for c, m in sevenths)
            printed += f"<sevenChrDef>{each}</sevenChrDef>"
        return (
            f"<diag><name>{code}</name><desc>{escape(text)}</desc>{printed}{''.join(below)}</diag>"
        )

    @staticmethod
    def index(lines, year=2025):
        """Lines are (level, title, modifiers, what stands beside it as XML)."""
        xml, deep = "", -1
        for level, title, modifiers, beside in lines:
            for above in range(deep, level - 1, -1):
                xml += "</term>" if above else "</mainTerm>"
            deep = level
            nemod = f"<nemod>{escape(modifiers)}</nemod>" if modifiers else ""
            xml += f'<term level="{level}">' if level else "<mainTerm>"
            xml += f"<title>{escape(title)}{nemod}</title>{beside}"
        for above in range(deep, -1, -1):
            xml += "</term>" if above else "</mainTerm>"
        return (
            f'<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index><version>{year}</version>'
            f"<letter><title>A</title>{xml}</letter></ICD10CM.index>"
        ).encode()


@pytest.fixture(scope="session")
def official():
    """Writers of files in the official shapes; the tests hold no official data."""
    return OfficialFiles()
