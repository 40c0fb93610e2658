from datetime import date

import pytest

from notegen.icd10.dated import DatedCoder
from notegen.icd10.intake import take_in
from notegen.icd10.kept import Kept
from notegen.icd10.shelf import Shelf
from scribe.errors import InputError
from scribe.note import Note
from scribe.transcript import Transcript

IN_2024, IN_2026 = date(2024, 3, 1), date(2026, 3, 1)


@pytest.fixture
def coder(tmp_path, table_file, official):
    """A coder whose release of 2024 holds one code, which later years do not have."""
    path = tmp_path / "icd10cm-order-2024.txt"
    path.write_bytes(official.order([("A02", False, "Agues"), ("A02.7", True, "Marsh ague")]))
    kept = Kept(tmp_path / "icd")
    take_in((path,), kept, table_file)
    with Shelf(table_file, kept) as shelf:
        yield DatedCoder(shelf)


def codes(coding):
    return [code.code for code in coding.codes]


def test_a_code_of_one_year_is_suggested_in_that_year_alone(coder):
    assert codes(coder.code_text("Assessment: marsh ague", IN_2024)) == ["A02.7"]
    assert codes(coder.code_text("Assessment: marsh ague", IN_2026)) == []


def test_a_code_that_the_year_does_not_have_is_not_suggested(coder):
    assert codes(coder.code_text("Assessment: essential hypertension", IN_2024)) == []
    assert codes(coder.code_text("Assessment: essential hypertension", IN_2026)) == ["I10"]


def test_an_imported_year_does_not_end_too_early(coder):
    (code,) = coder.code_text("Assessment: marsh ague", IN_2024).codes
    assert not any("ends on" in rule for rule in code.rules)


def test_a_day_before_all_tables_is_refused(coder):
    with pytest.raises(InputError, match="scribe icd import"):
        coder(Note("soap", "en", "none", ()), Transcript("en", "typed", 0, 0, ()), date(2019, 1, 1))


def test_a_table_can_be_made_ready_before_it_is_needed(coder):
    coder.prepare(IN_2024)
    assert codes(coder.code_text("Assessment: marsh ague", IN_2024)) == ["A02.7"]
