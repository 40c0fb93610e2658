from concurrent.futures import ThreadPoolExecutor

import pytest

from notegen.icd10.table import IcdTable, is_current, names_code
from scribe.errors import ModelUnavailable, NotFound


def test_a_missing_table_is_not_found(tmp_path):
    with pytest.raises(NotFound, match=r"absent\.sqlite"):
        IcdTable.open(tmp_path / "absent.sqlite")


def test_a_file_that_is_no_table_is_out_of_date(tmp_path):
    path = tmp_path / "other.sqlite"
    path.write_text("something else that is long enough to be looked at")
    assert not is_current(path)
    with pytest.raises(ModelUnavailable, match=r"other\.sqlite"):
        IcdTable.open(path)


def test_ensuring_builds_a_table_only_where_it_is_missing(tmp_path):
    path = tmp_path / "icd.sqlite"
    IcdTable.ensure(path).close()
    built = path.stat().st_mtime_ns
    IcdTable.ensure(path).close()
    assert path.stat().st_mtime_ns == built


def test_a_table_that_cannot_be_built_is_unavailable(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelUnavailable, match="could not be built"):
        IcdTable.ensure(tmp_path / "file" / "icd.sqlite")


@pytest.mark.parametrize(
    ("one", "other"),
    [("E11.9", "E10.9"), ("I10", "O10.911"), ("F32.A", "F33.1"), ("N39.0", "N30.00")],
)
def test_excludes1_is_found_from_either_side(table, one, other):
    assert table.excludes(one, other)
    assert table.excludes(other, one)


def test_codes_that_go_together_exclude_nothing(table):
    assert table.excludes("E11.22", "N18.30") == ""


@pytest.mark.parametrize(
    ("note", "code", "held"),
    [
        ("hypertensive kidney disease (I12.-)", "I12.9", True),
        ("complications (O00-O07, O08.8)", "O03.9", True),
        ("complications (O00-O07, O08.8)", "O08.1", False),
        ("cystitis (N30.-)", "N39.0", False),
    ],
)
def test_a_note_names_codes_and_ranges(note, code, held):
    assert names_code(note, code) is held


def test_ancestors_lead_to_the_category(table):
    assert table.ancestors("E11.22") == ("E11.22", "E11.2", "E11")


def test_notes_are_those_of_all_ancestors(table):
    assert any("N18" in note for note in table.notes("E11.22", "use_additional"))


def test_many_threads_read_at_once(table):
    codes = [entry.code for entry in table.children("E11")]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda c: (table.entry(c), table.alike(("gout",), 5)), codes * 20))
    assert all(entry is not None and len(alike) == 5 for entry, alike in found)


def test_the_first_day_is_that_of_the_release(table):
    assert str(table.first_day) == "2025-10-01"


def test_a_description_finds_its_code_in_any_case(table):
    (listed,) = table.described("essential (PRIMARY) hypertension")
    assert listed.code == "I10"


def test_the_name_of_a_category_is_no_description_of_a_code(table):
    assert table.described("Migraine") == ()
