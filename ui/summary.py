"""What the patient takes home, line by line with when it was said."""

import streamlit as st

from scribe.summary import SummaryLine
from ui.page import Page
from ui.wording import moment, plain


def show_summary(page: Page) -> None:
    """The parts of the summary in plain language, then words to know."""
    note = page.encounter.note
    if note is None or note.patient_summary.is_empty:
        st.caption("Nothing was said that a summary for the patient could tell.")
        return
    st.caption(
        "Written from what was said, not from your changes: lines that rest on a sentence you "
        "changed are taken out. Read it before you hand it over. It is under Download."
    )
    for section in note.patient_summary.sections:
        lines = "\n".join(f"- {_line(page, line)}" for line in section.lines)
        st.markdown(f"**{plain(section.heading)}**\n\n{lines}")
    words = note.patient_summary.glossary
    if words:
        with st.expander("Words to know"):
            st.markdown("\n".join(f"- **{plain(w.term)}**: {plain(w.meaning)}" for w in words))


def _line(page: Page, line: SummaryLine) -> str:
    times = (moment(u) for u in page.encounter.utterances if u.id in line.evidence)
    return f"{plain(line.text)} :gray[{', '.join(times)}]"
