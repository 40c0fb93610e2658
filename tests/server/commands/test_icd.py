import json

import pytest

ROWS = (("A02", 0, "Agues"), ("A027", 1, "Marsh ague"))


@pytest.fixture
def order(tmp_path):
    path = tmp_path / "icd10cm-order-2024.txt"
    path.write_text(
        "".join(
            f"{n:05} {code:7} {flag} {text:60} {text}\n"
            for n, (code, flag, text) in enumerate(ROWS, 1)
        )
    )
    return path


def test_codes_are_searched_by_words(scribe):
    done = scribe("icd", "search", "essential hypertension", "--json")
    assert json.loads(done.out)["codes"][0]["code"] == "I10"
    assert "I10" in scribe("icd", "search", "essential hypertension").out


def test_the_code_tables_are_built_anew(scribe, tmp_path, order):
    home = tmp_path / "home"
    scribe("icd", "import", order)
    (home / "icd" / "2024.sqlite").unlink()
    assert (home / "icd.sqlite").is_symlink()  # to the table that all tests share
    assert scribe("icd", "build").exit_code == 0
    assert (home / "icd.sqlite").is_file()
    assert not (home / "icd.sqlite").is_symlink()
    assert (home / "icd" / "2024.sqlite").is_file()


def test_an_imported_release_is_used_for_its_dates_of_service(scribe, order):
    done = scribe("icd", "import", order, "--json")
    assert json.loads(done.out.splitlines()[-1]) == {
        "year": 2024,
        "parts": ["order"],
        "added_to_installed": False,
        "counts": {"codes": 2, "billable": 1, "index_phrases": 0, "dropped": 0},
    }
    found = scribe("icd", "search", "marsh ague", "--date", "2024-03-01", "--json")
    assert [c["code"] for c in json.loads(found.out)["codes"]] == ["A02.7"]
    coded = scribe("code", "Assessment: marsh ague", "--date", "2024-03-01", "--json")
    assert [c["code"] for c in json.loads(coded.out)["codes"]] == ["A02.7"]
    other = scribe("code", "Assessment: marsh ague", "--date", "2026-03-01", "--json")
    assert json.loads(other.out)["codes"] == []


def test_an_import_tells_a_person_what_it_holds(scribe, order):
    done = scribe("icd", "import", order, "--year", "2023")
    assert (done.exit_code, "2023: order; 2 codes, 1 of them billable" in done.out) == (0, True)


def test_the_years_are_listed(scribe, order):
    scribe("icd", "import", order)
    years = json.loads(scribe("icd", "list", "--json").out)["releases"]
    assert [(y["year"], y["valid_from"], y["valid_to"]) for y in years] == [
        (2024, "2023-10-01", "2024-10-01"),
        (2026, "2025-10-01", "2026-10-01"),
        (2027, "2026-10-01", "2027-10-01"),
    ]
    assert [y["parts"] for y in years] == [["order"], [], []]
    assert "imported" in scribe("icd", "list").out


@pytest.mark.parametrize("name", ["icd10cm-order-2024.zip", "icd10cm-tabular-2024.xml", "x.txt"])
def test_a_file_that_cannot_be_read_is_bad_input(scribe, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"nothing of the kind")
    done = scribe("icd", "import", path)
    assert done.exit_code == 2
    assert name in done.err
    assert "expected" in done.err


def test_a_day_before_all_tables_is_bad_input(scribe):
    done = scribe("icd", "search", "ague", "--date", "2012-01-01")
    assert (done.exit_code, "scribe icd import" in done.err) == (2, True)
