import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.tabular import read_tabular
from scribe.errors import InputError

ENCOUNTERS = (("A", "initial encounter"), ("D", "subsequent encounter"), ("S", "sequela"))


def read(official, *diags):
    return {code.code: code for code in read_tabular(official.tabular(diags), "tabular.xml")}


def test_what_has_nothing_below_it_is_billable(official):
    below = (official.diag("A00.0", "Cholera of one kind"), official.diag("A00.9", "Cholera"))
    codes = read(official, official.diag("A00", "Cholera", below))
    assert [c.billable for c in codes.values()] == [False, True, True]
    assert codes["A00.9"].parent == "A00"


def test_seventh_characters_are_filled_up_with_placeholders(official):
    fall = official.diag("W00.0", "Fall on ice")
    codes = read(official, official.diag("W00", "Falls", (fall,), sevenths=ENCOUNTERS))
    assert [c for c in codes if len(c) == 8] == ["W00.0XXA", "W00.0XXD", "W00.0XXS"]
    assert codes["W00.0XXD"].description == "Fall on ice, subsequent encounter"
    assert codes["W00.0XXD"].parent == "W00.0"
    assert not codes["W00.0"].billable


def test_a_category_alone_takes_its_seventh_character_too(official):
    codes = read(official, official.diag("X33", "Lightning", sevenths=ENCOUNTERS))
    assert "X33.XXXA" in codes


def test_the_nearest_definition_of_seventh_characters_holds(official):
    inner = official.diag("S02.1", "Base", sevenths=(("K", "nonunion"),))
    codes = read(official, official.diag("S02", "Skull", (inner,), sevenths=ENCOUNTERS))
    assert [c for c in codes if len(c) == 8] == ["S02.1XXK"]


def test_an_injury_that_ends_in_death_has_no_later_encounter(official):
    one = official.diag("S06.1X7", "Injury with death due to it", sevenths=ENCOUNTERS)
    assert list(read(official, one)) == ["S06.1X7", "S06.1X7A"]


def test_notes_are_kept_by_kind(official):
    notes = (
        ("inclusionTerm", "Summer ague"), ("excludes1", "other (A01.-)"), ("codeFirst", "cause"),
    )  # fmt: skip
    codes = read(official, official.diag("A00", "Ague", notes=notes))
    assert codes["A00"].notes == (
        ("inclusion", "Summer ague"),
        ("excludes1", "other (A01.-)"),
        ("code_first", "cause"),
    )


@pytest.mark.parametrize("name", ["", "A00-A09", "cholera"])
def test_a_diag_without_a_code_is_told(official, name):
    with pytest.raises(InputError, match=r"tabular\.xml: expected a code"):
        read(official, official.diag(name, "Cholera"))


def test_a_list_of_nothing_is_told(official):
    with pytest.raises(InputError, match="found none"):
        read(official)


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z][0-9][0-9A-Z]", fullmatch=True),
        st.text(
            st.characters(categories=("L", "N", "P"), max_codepoint=0x17F), min_size=1, max_size=40
        ),
        min_size=1,
        max_size=20,
    )
)
def test_what_was_written_is_read(official, categories):
    codes = read(official, *(official.diag(c, text) for c, text in categories.items()))
    assert {c: code.description for c, code in codes.items()} == {
        c: " ".join(text.split()) for c, text in categories.items()
    }
