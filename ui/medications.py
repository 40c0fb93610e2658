"""The medications of the visit as a table; a row shows what was said about it."""

from functools import partial

import streamlit as st

from scribe.note import Medication
from ui.evidence import show_evidence
from ui.page import Page
from ui.selection import KEY as SELECTION
from ui.selection import Kind, Selection
from ui.wording import MEDICATION_NAMES, count, moment

COLUMNS = ("Medication", "Dose", "How often", "Route", "This visit", "Said at")


def show_medications(page: Page) -> None:
    """One row each, without columns of which nothing was said; a row shows its sources."""
    note = page.encounter.note
    if note is None or not note.medications:
        st.caption("No medication was spoken of.")
        return
    key = f"medications-{page.encounter.id}"
    rows = [_row(page, medication) for medication in note.medications]
    columns = zip(COLUMNS, zip(*rows, strict=True), strict=True)
    st.caption(f"{count(len(note.medications), 'medication')}. Select a row to hear its source.")
    st.dataframe(
        {name: values for name, values in columns if any(values)},
        hide_index=True,
        key=key,
        on_select=partial(_choose, key),
        selection_mode="single-row",
    )
    if page.selection and page.selection.kind is Kind.MEDICATION:
        with st.container(border=True):
            show_evidence(page, page.highlighted)


def _choose(key: str) -> None:
    rows = st.session_state[key].selection.rows
    st.session_state[SELECTION] = Selection(Kind.MEDICATION, str(rows[0])) if rows else None


def _row(page: Page, medication: Medication) -> tuple[str, ...]:
    times = (moment(u) for u in page.encounter.utterances if u.id in medication.evidence)
    return (
        medication.name,
        medication.dose,
        medication.frequency,
        medication.route,
        MEDICATION_NAMES[medication.status],
        ", ".join(times),
    )
