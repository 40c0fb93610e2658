"""The medications of the visit as a table; a row shows what was said about it."""

import streamlit as st

from scribe.note import Medication
from ui.evidence import moments, show_table
from ui.page import Page
from ui.selection import Kind
from ui.wording import MEDICATION_NAMES, count

COLUMNS = ("Medication", "Dose", "How often", "Route", "This visit", "Said at")


def show_medications(page: Page) -> None:
    """One row each, without columns of which nothing was said; a row shows its sources."""
    note = page.encounter.note
    if note is None or not note.medications:
        st.caption("No medication was spoken of.")
        return
    rows = [_row(page, medication) for medication in note.medications]
    st.caption(f"{count(len(note.medications), 'medication')}. Select a row to hear its source.")
    show_table(page, Kind.MEDICATION, f"medications-{page.encounter.id}", COLUMNS, rows)


def _row(page: Page, medication: Medication) -> tuple[str, ...]:
    return (
        medication.name,
        medication.dose,
        medication.frequency,
        medication.route,
        MEDICATION_NAMES[medication.status],
        moments(page, medication.evidence),
    )
