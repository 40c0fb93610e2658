from notegen.icd10.installed import read_installed


def test_the_release_has_every_billable_code_once():
    release = read_installed()
    assert len({c.code for c in release}) == len(release)
    assert sum(c.billable for c in release) == 74_719


def test_a_code_comes_with_its_parent_and_notes():
    release = {c.code: c for c in read_installed()}
    assert release["E11.22"].parent == "E11.2"
    assert release["E11"].parent == ""
    assert release["S39.012A"].seventh_character
    assert ("inclusion", "Plantar fasciitis") in release["M72.2"].notes
    assert any(kind == "excludes1" for kind, _ in release["E11"].notes)
