"""The lists of medicines."""

import pytest

from notegen.formulary import approved_drugs, common_drugs, compounds, read_drugs
from scribe.errors import InputError


def test_a_line_gives_the_generic_name_its_brands_and_whether_it_is_a_class() -> None:
    lexicon = read_drugs("# a remark\nmetformin = glucophage\n+ statin = statins\n-pril\n")
    assert [(name, drug.name, drug.is_class) for name, drug in lexicon.names] == [
        ("metformin", "metformin", False),
        ("glucophage", "Glucophage", False),
        ("statin", "statin", True),
        ("statins", "statin", True),
    ]
    assert lexicon.stems == ("pril",)


def test_a_line_without_an_equals_sign_is_refused() -> None:
    with pytest.raises(InputError, match="line 1"):
        read_drugs("metformin")


def test_what_is_commonly_prescribed_is_not_listed_again_among_what_is_approved() -> None:
    common = {name for name, _ in common_drugs().names}
    brands = {name for name, drug in approved_drugs().names if name != drug.generic}
    assert not common & brands


def test_a_compound_is_known_by_its_parts_in_any_order() -> None:
    whole = compounds()[frozenset(("hydrocodone", "acetaminophen"))]
    assert set(whole.generic.split("-")) == {"acetaminophen", "hydrocodone"}
