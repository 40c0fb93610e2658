"""The note: a card for each section, a line for each statement with its sources."""

import streamlit as st

from scribe.note import Flag, Section, Statement
from ui.evidence import show_evidence
from ui.page import Page, attempt
from ui.selection import ADDING, EDITING, Kind, Selection, toggle
from ui.wording import plain, played_at


def show_sections(page: Page) -> None:
    """All sections of the note; one sentence of them may be open."""
    note = page.encounter.note
    if note is None:
        return
    for section in note.sections:
        if section.statements or page.may_edit:
            with st.container(border=True, gap="xxsmall", key=f"section-{section.name}"):
                _section(page, section)


def _section(page: Page, section: Section) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(f"**{plain(section.name)}**", width="content")
        if page.may_edit:
            st.button(
                "Add",
                key=f"add-{section.name}",
                icon=":material/add:",
                type="tertiary",
                help=f"Write a sentence of your own under {section.name}",
                on_click=_begin_adding,
                args=(section.name,),
            )
    if not section.statements:
        st.caption("Nothing was said about this.")
    for statement in section.statements:
        _statement(page, statement)
    if page.may_edit and st.session_state.get(ADDING) == section.name:
        _add_form(page, section)


def _statement(page: Page, statement: Statement) -> None:
    selection = Selection(Kind.STATEMENT, statement.id)
    is_open = page.selection == selection
    st.button(
        _label(page, statement),
        key=f"open-{statement.id}",
        type="tertiary",
        help=None if is_open else "Show what was said",
        on_click=_open,
        args=(selection,),
    )
    if not is_open:
        return
    with st.container(border=True, key=f"evidence-{statement.id}"):
        for flag in _flags(page, statement):
            st.markdown(f":orange[:material/warning: {plain(flag.message)}]")
        show_evidence(page, statement.evidence)
        if st.session_state.get(EDITING) == statement.id:
            _edit_form(page, statement)
        elif page.encounter.signature is not None:
            _amend_button(statement)
        elif page.may_edit:
            _edit_buttons(page, statement)


def _label(page: Page, statement: Statement) -> str:
    """The sentence, then when it was said first and what is special about it."""
    parts = [plain(statement.text)]
    first = next((u for u in page.encounter.utterances if u.id in statement.evidence), None)
    if first is not None:
        more = (
            f"\N{NO-BREAK SPACE}+{len(statement.evidence) - 1}"
            if len(statement.evidence) > 1
            else ""
        )
        parts.append(f":gray[{played_at(first)}{more}]")
    elif not statement.edited:
        parts.append(":orange-badge[no source]")
    if statement.edited:
        parts.append(":blue-badge[written by you]" if first is None else ":blue-badge[edited]")
    if _flags(page, statement):
        parts.append(":orange-badge[:material/warning: check]")
    if (
        page.selection
        and page.selection.kind is Kind.TURN
        and page.selection.id in statement.evidence
    ):
        parts.append(":violet-badge[from this turn]")
    return " ".join(parts)


def _flags(page: Page, statement: Statement) -> tuple[Flag, ...]:
    note = page.encounter.note
    return tuple(f for f in note.flags if f.statement == statement.id) if note else ()


def _edit_buttons(page: Page, statement: Statement) -> None:
    with st.container(horizontal=True):
        st.button(
            "Edit",
            key=f"edit-{statement.id}",
            icon=":material/edit:",
            on_click=_begin_editing,
            args=(statement.id,),
        )
        st.button(
            "Delete",
            key=f"delete-{statement.id}",
            icon=":material/delete:",
            on_click=_delete,
            args=(page, statement.id),
        )


def _edit_form(page: Page, statement: Statement) -> None:
    """Change the sentence in its place; a signed note asks for a reason besides."""
    is_signed = page.encounter.signature is not None
    with st.form(f"edit-form-{statement.id}", border=False):
        text = st.text_area("Sentence", statement.text, key=f"text-{statement.id}")
        reason = (
            st.text_input("Reason for the amendment", key=f"reason-{statement.id}")
            if is_signed
            else ""
        )
        by = st.text_input("Your name", key=f"by-{statement.id}") if is_signed else ""
        with st.container(horizontal=True):
            is_saved = st.form_submit_button("Amend" if is_signed else "Save", type="primary")
            is_cancelled = st.form_submit_button("Cancel")
    if is_saved:
        done = (
            _amend(page, statement.id, text, reason, by)
            if is_signed
            else _save(page, statement.id, text)
        )
        if not done:
            st.rerun()
    if is_saved or is_cancelled:
        st.session_state[EDITING] = None
        st.rerun()


def _amend_button(statement: Statement) -> None:
    st.button(
        "Amend",
        key=f"amend-{statement.id}",
        icon=":material/history_edu:",
        help="Change a signed note: the old text, your name, the time and the reason are kept",
        on_click=_begin_editing,
        args=(statement.id,),
    )


def _add_form(page: Page, section: Section) -> None:
    with st.form(f"add-form-{section.name}", border=False, clear_on_submit=True):
        text = st.text_area("New sentence", key=f"new-{section.name}")
        with st.container(horizontal=True):
            is_saved = st.form_submit_button("Add", type="primary")
            is_cancelled = st.form_submit_button("Cancel")
    if is_saved:
        attempt(lambda: page.client.add(page.encounter.id, section.name, text))
    if is_saved or is_cancelled:
        st.session_state[ADDING] = None
        st.rerun()


def _open(selection: Selection) -> None:
    st.session_state[EDITING] = None
    toggle(selection)


def _begin_editing(statement_id: str) -> None:
    st.session_state[EDITING] = statement_id


def _begin_adding(section_name: str) -> None:
    is_open = st.session_state.get(ADDING) == section_name
    st.session_state[ADDING] = None if is_open else section_name


def _save(page: Page, statement_id: str, text: str) -> bool:
    return attempt(lambda: page.client.edit(page.encounter.id, statement_id, text))


def _delete(page: Page, statement_id: str) -> None:
    _save(page, statement_id, "")


def _amend(page: Page, statement_id: str, text: str, reason: str, by: str) -> bool:
    return attempt(lambda: page.client.amend(page.encounter.id, statement_id, text, reason, by))
