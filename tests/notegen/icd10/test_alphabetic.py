import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.alphabetic import read_index
from scribe.errors import InputError


def test_a_line_knows_the_terms_above_it(official):
    lines = [
        (0, "Pain", "(acute)", "<code>R52</code>"),
        (1, "joint", "", "<code>M25.50</code>"),
        (2, "knee NEC", "", "<code>M25.56-</code>"),
        (1, "abdominal", "", "<see>Colic</see>"),
    ]
    pain, joint, knee, abdominal = read_index(official.index(lines), "index.xml")
    assert (pain.path, pain.modifiers, pain.code) == (("Pain",), "(acute)", "R52")
    assert joint.path == ("Pain", "joint")
    assert (knee.path, knee.code) == (("Pain", "joint", "knee NEC"), "M25.56-")
    assert (abdominal.path, abdominal.see) == (("Pain", "abdominal"), "Colic")


def test_a_line_that_sends_to_a_subcategory_has_its_code(official):
    (line,) = read_index(official.index([(0, "Otalgia", "", "<subcat>H92.0</subcat>")]), "i.xml")
    assert line.code == "H92.0"


def test_cells_keep_their_columns_where_one_is_missing(official):
    cells = '<cell col="2">C76.2</cell><cell col="5">D36.7</cell>'
    (line,) = read_index(official.index([(0, "Neoplasm", "", cells)]), "neoplasm.xml")
    assert line.cells == ("C76.2", "", "", "D36.7", "", "")


def test_a_term_without_a_title_is_told(official):
    with pytest.raises(InputError, match=r"index\.xml: expected a title"):
        read_index(official.index([(0, "", "", "")]), "index.xml")


def test_an_index_of_nothing_is_told(official):
    with pytest.raises(InputError, match="found none"):
        read_index(official.index([]), "index.xml")


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_every_line_is_read_at_its_depth(official, wanted):
    depths = [0]
    for depth in wanted:
        depths.append(min(depth, depths[-1] + 1))
    lines = [(depth, f"t{n}", "", "") for n, depth in enumerate(depths)]
    read = read_index(official.index(lines), "index.xml")
    assert [len(line.path) - 1 for line in read] == depths
