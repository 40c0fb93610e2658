"""What was ordered, with when the patient comes back, as a table; a row shows what was said."""

from collections.abc import Iterator

import streamlit as st

from scribe.export import appointment
from scribe.note import Note
from ui.evidence import moments, show_table
from ui.page import Page
from ui.selection import Kind
from ui.wording import ORDER_KIND_NAMES, ORDER_NAMES, count

COLUMNS = ("Order", "Kind", "For", "This visit", "Said at")


def show_orders(page: Page) -> None:
    """Orders, then appointments, one row each, without columns of which nothing was said."""
    note = page.encounter.note
    if note is None or not (note.orders or note.follow_up):
        st.caption("Nothing was ordered, no appointment was spoken of.")
        return
    rows = list(_rows(page, note))
    found = [count(len(note.orders), "order")] if note.orders else []
    found += [count(len(note.follow_up), "appointment")] if note.follow_up else []
    st.caption(f"{', '.join(found)}. Select a row to hear its source.")
    show_table(page, Kind.ORDER, f"orders-{page.encounter.id}", COLUMNS, rows)


def _rows(page: Page, note: Note) -> Iterator[tuple[str, ...]]:
    """In the order in which a selection counts them."""
    for order in note.orders:
        kind, status = ORDER_KIND_NAMES[order.kind], ORDER_NAMES[order.status]
        yield order.description, kind, order.reason, status, moments(page, order.evidence)
    for one in note.follow_up:
        yield f"Follow up {appointment(one)}", "appointment", "", "", moments(page, one.evidence)
