import pytest

from notegen.icd10.alphabetic import IndexTerm
from notegen.icd10.index_phrases import (
    drug_phrases,
    index_phrases,
    known_phrases,
    neoplasm_phrases,
)
from notegen.icd10.release import IndexPhrase, Origin


def said(*terms):
    return [(phrase.text, phrase.code) for phrase in index_phrases(terms)]


def test_a_line_is_called_by_the_terms_down_to_it():
    terms = (
        IndexTerm(("Pain",), "(acute)", code="R52"),
        IndexTerm(("Pain", "joint"), code="M25.50"),
        IndexTerm(("Pain", "joint", "knee NEC"), code="M25.56-"),
    )
    assert said(*terms) == [
        ("pain", "R52"),
        ("pain joint", "M25.50"),
        ("pain joint knee", "M25.56"),
    ]
    assert [p.origin for p in index_phrases(terms)] == [Origin.MAIN, Origin.BELOW, Origin.BELOW]


def test_a_term_in_two_forms_is_called_by_either():
    line = IndexTerm(("Diabetes, diabetic", "with", "cataract"), code="E11.36")
    assert said(line) == [
        ("diabetes with cataract", "E11.36"),
        ("diabetic with cataract", "E11.36"),
    ]


def test_a_qualifier_after_a_comma_is_no_form():
    line = IndexTerm(("Contraction", "heart, premature"), code="I49.40")
    assert said(line) == [("contraction heart premature", "I49.40")]


@pytest.mark.parametrize("target", ["Pain, abdominal", "pain, abdominal NOS"])
def test_see_gives_the_code_of_the_line_it_names(target):
    terms = (
        IndexTerm(("Abdominalgia",), see=target),
        IndexTerm(("Pain", "abdominal"), code="R10.9"),
    )
    assert ("abdominalgia", "R10.9") in said(*terms)


def test_see_in_a_circle_gives_nothing():
    assert said(IndexTerm(("A",), see="B"), IndexTerm(("B",), see="A")) == []


@pytest.mark.parametrize(
    "line",
    [
        IndexTerm(("Abdomen",), see_also="condition"),
        IndexTerm(("Adenoma",), see="Neoplasm, benign, by site"),
        IndexTerm(("Pain", "specified site NEC"), code="R52"),
        IndexTerm(("Poisoning",), code="T36-T50"),
        IndexTerm(("Nothing",), code="--"),
    ],
)
def test_a_line_that_leaves_everything_open_gives_nothing(line):
    assert said(line) == []


def test_what_grows_is_said_before_where():
    cells = ("C76.2", "C79.8-", "D09.8", "D36.7", "", "-")
    found = {p.text: p.code for p in neoplasm_phrases((
        IndexTerm(("Neoplasm, neoplastic",), cells=("C80.1",) * 6),
        IndexTerm(("Neoplasm, neoplastic", "abdomen, abdominal", "wall"), cells=cells),
    ))}  # fmt: skip
    assert found["malignant neoplasm of abdomen wall"] == "C76.2"
    assert found["metastasis to abdomen wall"] == "C79.8"
    assert found["benign neoplasm of abdomen wall"] == "D36.7"
    assert "neoplasm of abdomen wall" not in found


def test_a_drug_is_named_after_what_it_did():
    cells = ("T51.3X1", "T51.3X2", "T51.3X3", "T51.3X4", "--", "T51.3X6")
    assert [(p.text, p.code) for p in drug_phrases((IndexTerm(("Propanol",), cells=cells),))] == [
        ("poisoning by propanol", "T51.3X1"),
        ("underdosing of propanol", "T51.3X6"),
    ]


def test_phrases_of_codes_that_are_not_there_are_counted():
    one, other = IndexPhrase("a", "I10", Origin.MAIN), IndexPhrase("b", "I99.9", Origin.MAIN)
    known = known_phrases((one, other, one), {"I10"})
    assert known.kept == (one,)
    assert known.dropped == 1


def test_a_main_term_has_the_lines_of_the_one_it_sends_to():
    terms = (
        IndexTerm(("Stenosis",), see_also="Stricture"),
        IndexTerm(("Stenosis", "aorta"), code="I35.0"),
        IndexTerm(("Stricture",), code="R69"),
        IndexTerm(("Stricture", "aorta"), code="Q25.1"),
        IndexTerm(("Stricture", "ureter"), code="N13.5"),
    )
    found = dict(said(*terms))
    assert found["stenosis ureter"] == "N13.5"
    assert found["stenosis aorta"] == "I35.0"


def test_see_is_followed_into_the_neoplasm_table():
    cells = ("C44.90", "C79.2", "D04.9", "D23.9", "D48.5", "D49.2")
    table = (
        IndexTerm(("Neoplasm, neoplastic",), cells=("C80.1", "C79.9", "D09.9", "D36.9", "", "")),
        IndexTerm(("Neoplasm, neoplastic", "skin"), cells=cells),
    )
    terms = (
        IndexTerm(("Trichoepithelioma",), see="Neoplasm, skin, benign"),
        IndexTerm(("Adenoma",), see="Neoplasm, benign, by site"),
    )
    assert [(p.text, p.code) for p in index_phrases(terms, table)] == [
        ("trichoepithelioma", "D23.9"),
        ("adenoma", "D36.9"),
    ]
