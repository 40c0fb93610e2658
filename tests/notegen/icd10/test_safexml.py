from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.safexml import read_elements, text_of
from scribe.errors import InputError

BOMB = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<r><x>&b;</x></r>"""


def elements(data, wanted=("x",)):
    return tuple(read_elements(data, "file.xml", "r", frozenset(wanted)))


def test_the_outermost_elements_come_with_what_is_in_them():
    (one, two) = elements(b"<r><y/><x>a<x>b</x></x><z><x>c</x></z></r>")
    assert [one.text, one[0].text, two.text] == ["a", "b", "c"]


def test_a_document_type_is_refused():
    with pytest.raises(InputError, match=r"file\.xml: expected XML without a DOCTYPE"):
        elements(BOMB)


def test_a_document_type_in_another_encoding_is_refused():
    with pytest.raises(InputError, match="DOCTYPE"):
        elements(BOMB.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"))


@pytest.mark.parametrize(
    "data",
    [b"", b"<r>", b"<r><x></r>", b"no xml", b"<r/><r/>", b"<r>\xff</r>", b"<r>&unknown;</r>",
     b'<?xml version="1.0" encoding="klingon"?><r/>'],
)  # fmt: skip
def test_what_is_not_well_formed_is_told_with_its_file(data):
    with pytest.raises(InputError, match=r"file\.xml: expected well-formed XML"):
        elements(data)


def test_another_root_is_told():
    with pytest.raises(InputError, match="expected the element r, found s"):
        elements(b"<s/>")


def test_levels_beyond_reason_are_refused():
    with pytest.raises(InputError, match="levels"):
        elements(b"<r>" + b"<x>" * 100_000)


@given(st.integers(0, 200))
def test_a_file_cut_anywhere_is_refused(cut):
    whole = b"<r>" + b"<x>text</x>" * 20 + b"</r>"
    with pytest.raises(InputError):
        elements(whole[: min(cut, len(whole) - 1)])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with suppress(InputError):
        elements(data)


def test_the_text_is_that_of_the_element_alone():
    (x,) = elements(b"<r><x> Pain <y>(acute)</y>\n NEC </x></r>")
    assert text_of(x) == "Pain NEC"
    assert text_of(None) == ""
