from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.icd10.orderfile import read_order
from scribe.errors import InputError

ROWS = st.dictionaries(
    st.from_regex(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", fullmatch=True),
    st.tuples(
        st.booleans(),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=220),
    ),
    min_size=1,
    max_size=30,
)


@given(ROWS)
def test_what_was_written_is_read(official, rows):
    written = [(code, billable, text) for code, (billable, text) in rows.items()]
    read = read_order(official.order(written), "order.txt")
    assert [(c.code, c.billable, c.description) for c in read] == written


def test_headers_are_parents_and_no_codes(official):
    rows = [("W00", False, "Falls"), ("W00.0", False, "Fall"), ("W00.0XXA", True, "Fall, initial")]
    category, header, code = read_order(official.order(rows), "order.txt")
    assert (category.parent, header.parent, code.parent) == ("", "W00", "W00.0")
    assert [c.billable for c in (category, header, code)] == [False, False, True]
    assert code.seventh_character


@pytest.mark.parametrize(
    "line",
    ["I10 Essential hypertension", "00001 I10     2 " + "x" * 60 + " x", "\x00" * 400, "0" * 5000],
)
def test_the_first_line_of_another_form_is_told(official, line):
    good = official.order([("I10", True, "High")])
    with pytest.raises(InputError, match=r"order\.txt, line 2: expected"):
        read_order(good + line.encode(), "order.txt")


def test_an_empty_file_is_told():
    with pytest.raises(InputError, match="found none"):
        read_order(b"\n\n", "order.txt")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with suppress(InputError):
        read_order(data, "order.txt")
