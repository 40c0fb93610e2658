from notegen.icd10.alphabetic import read_index
from recipes.code_icd10.index_xml import index_xml


def row(level, term, modifiers="", code="", see=""):
    return {
        "Level": str(level), "Term": term, "NonEssModif": modifiers,
        "Code": code, "See": see, "SeeAlso": "",
    }  # fmt: skip


def test_an_index_is_read_back_as_it_was_copied():
    rows = [
        row(0, "Pain", "(acute)", "R52"),
        row(1, "joint & limb", "", "M25.5-"),
        row(0, "Colic", "", "", "Pain, abdominal"),
    ]
    pain, joint, colic = read_index(index_xml(rows, 2025).encode(), "index.xml")
    assert (pain.path, pain.modifiers, pain.code) == (("Pain",), "(acute)", "R52")
    assert (joint.path, joint.code) == (("Pain", "joint & limb"), "M25.5-")
    assert (colic.path, colic.see) == (("Colic",), "Pain, abdominal")


def test_a_level_that_is_left_out_keeps_the_depth():
    terms = read_index(index_xml([row(0, "Pain"), row(2, "knee")], 2025).encode(), "index.xml")
    assert [term.path for term in terms] == [("Pain",), ("Pain", "-"), ("Pain", "-", "knee")]
