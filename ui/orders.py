"""What was ordered, with when the patient comes back, as a table; a row shows what was said."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from scribe.export import appointment
from scribe.note import Note
from ui.evidence import show_evidence
from ui.page import Page
from ui.selection import KEY as SELECTION
from ui.selection import Kind, Selection
from ui.wording import ORDER_KIND_NAMES, ORDER_NAMES, count, moment

COLUMNS = ("Order", "Kind", "For", "This visit", "Said at")


def show_orders(page: Page) -> None:
    """Orders, then appointments, one row each, without columns of which nothing was said."""
    note = page.encounter.note
    if note is None or not (note.orders or note.follow_up):
        st.caption("Nothing was ordered, no appointment was spoken of.")
        return
    key = f"orders-{page.encounter.id}"
    rows = list(_rows(page, note))
    columns = zip(COLUMNS, zip(*rows, strict=True), strict=True)
    found = [count(len(note.orders), "order")] if note.orders else []
    found += [count(len(note.follow_up), "appointment")] if note.follow_up else []
    st.caption(f"{', '.join(found)}. Select a row to hear its source.")
    st.dataframe(
        {name: values for name, values in columns if any(values)},
        hide_index=True,
        key=key,
        on_select=partial(_choose, key),
        selection_mode="single-row",
    )
    if page.selection and page.selection.kind is Kind.ORDER:
        with st.container(border=True):
            show_evidence(page, page.highlighted)


def _choose(key: str) -> None:
    rows = st.session_state[key].selection.rows
    st.session_state[SELECTION] = Selection(Kind.ORDER, str(rows[0])) if rows else None


def _rows(page: Page, note: Note) -> Iterator[tuple[str, ...]]:
    """In the order in which a selection counts them."""
    for order in note.orders:
        kind, status = ORDER_KIND_NAMES[order.kind], ORDER_NAMES[order.status]
        yield order.description, kind, order.reason, status, _times(page, order.evidence)
    for one in note.follow_up:
        yield f"Follow up {appointment(one)}", "appointment", "", "", _times(page, one.evidence)


def _times(page: Page, evidence: tuple[str, ...]) -> str:
    return ", ".join(moment(u) for u in page.encounter.utterances if u.id in evidence)
