from notegen.icd10.assembly import Assembled
from notegen.icd10.build import compile_table
from notegen.icd10.release import Release, ReleaseCode
from notegen.icd10.table import IcdTable, current_stamp, is_current


def test_building_replaces_what_was_there_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "new" / "icd.sqlite"
    path.parent.mkdir()
    path.write_text("not a table")
    one = ReleaseCode("I10", "Essential hypertension", True, "", False, ())
    compile_table(path, Assembled(Release(0, (one,)), 0), current_stamp())
    assert is_current(path)
    assert [p.name for p in path.parent.iterdir()] == ["icd.sqlite"]


def test_new_codes_of_the_next_release_are_in_the_table(table, before, after):
    entry = table.entry("M67.A01")
    assert entry is not None
    assert entry.billable_on(after)
    assert not entry.billable_on(before)


def test_ended_codes_are_billable_only_before_their_end(table, before, after):
    entry = table.entry("M72.2")
    assert entry is not None
    assert entry.billable_on(before)
    assert not entry.billable_on(after)


def test_a_parent_of_new_codes_is_no_code_itself(table, after):
    assert not table.entry("M67.A0").billable_on(after)


def test_search_finds_no_drug_names(table_file):
    with IcdTable.open(table_file) as table:
        assert table.alike(("metformin",), 5) == []


def test_a_built_table_opens(table_file):
    with IcdTable.open(table_file) as table:
        assert table.entry("I10").billable
