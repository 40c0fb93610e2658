"""What the clinician should look at before signing."""

import streamlit as st

from scribe.note import Flag, FlagKind, Severity
from ui.evidence import show_evidence
from ui.page import Page
from ui.selection import Kind, Selection, toggle
from ui.wording import SEVERITY_ICONS, count, plain

ORDER = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)
COLORS = {Severity.CRITICAL: "red", Severity.WARNING: "orange", Severity.INFO: "blue"}


def show_flags(page: Page) -> None:
    """All flags, the most severe first; open while the note is not signed."""
    note = page.encounter.note
    flags = tuple(enumerate(note.flags)) if note else ()
    shown = tuple(f for f in flags if f[1].kind is not FlagKind.NOTHING_TO_DOCUMENT)
    if not shown:
        return
    title = f"{count(len(shown), 'thing')} to check before signing"
    if page.encounter.signature is not None:
        title = f"{count(len(shown), 'thing')} to check when this was signed"
    shown = tuple(sorted(shown, key=lambda f: ORDER.index(f[1].severity)))
    with (
        st.expander(title, expanded=page.may_edit, icon=":material/flag:", key="flags"),
        st.container(gap="xxsmall"),
    ):
        for position, flag in shown:
            _flag(page, position, flag)


def _flag(page: Page, position: int, flag: Flag) -> None:
    selection = Selection(Kind.FLAG, str(position))
    color, icon = COLORS[flag.severity], SEVERITY_ICONS[flag.severity]
    label = f":{color}[{icon}] {plain(flag.message)}"
    st.button(
        label, key=f"open-flag-{position}", type="tertiary", on_click=toggle, args=(selection,)
    )
    if page.selection == selection:
        with st.container(border=True):
            _about(page, flag)


def _about(page: Page, flag: Flag) -> None:
    note = page.encounter.note
    statement = note.statement(flag.statement) if note and flag.statement else None
    if statement is not None:
        st.caption("The note says")
        st.markdown(plain(statement.text))
        st.caption("It was said")
    show_evidence(page, page.highlighted)
