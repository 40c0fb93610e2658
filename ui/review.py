"""One encounter: the conversation beside the note that was made of it."""

import streamlit as st

from scribe.encounter import Amendment, Status
from scribe.note import Note
from ui.client import Client, Review
from ui.codes import show_codes
from ui.conversation import show_conversation
from ui.evidence import play
from ui.flags import show_flags
from ui.heading import draft, show_heading
from ui.hearing import is_being_heard, show_hearing
from ui.medications import show_medications
from ui.orders import show_orders
from ui.page import Page, show_problem
from ui.sections import show_sections
from ui.selection import Kind, Selection, selected, supporting, toggle
from ui.summary import show_summary
from ui.upload import add_recording
from ui.wording import count, plain, when

HOW_TO = "Click a sentence to hear what it rests on, or to change it."
HOW_TO_SIGNED = f":material/lock: Signed, so read-only. {HOW_TO.replace('change', 'amend')}"


def show_review(client: Client, review: Review) -> None:
    """The page of one encounter, at whatever stage it is."""
    selection = selected()
    encounter = review.encounter
    page = Page(client, encounter, review.progress, selection, supporting(encounter, selection))
    show_heading(page)
    show_problem()
    if encounter.failure is not None:
        st.error(
            f"{plain(encounter.failure.stage).capitalize()} failed: "
            f"{plain(encounter.failure.message)}",
            icon=":material/error:",
        )
    if encounter.status is Status.OPEN:
        add_recording(client, encounter.id)
    elif is_being_heard(review):
        show_hearing(client, encounter.id)
    else:
        _both(page)


def _both(page: Page) -> None:
    conversation, note = st.columns([2, 3], gap="medium")
    with conversation:
        _conversation(page)
    with note:
        _note(page)


def _conversation(page: Page) -> None:
    st.markdown("**Conversation**  :gray[click a turn to hear it]")
    if page.selection and page.selection.kind is Kind.TURN:
        spans = tuple(u.span for u in page.encounter.utterances if u.id == page.selection.id)
        play(page, spans, autoplay=True)
    show_conversation(page.encounter, page.highlighted, _choose_turn)


def _choose_turn(turn: str) -> None:
    toggle(Selection(Kind.TURN, turn))


def _note(page: Page) -> None:
    note = page.encounter.note
    if note is None:
        _without_note(page)
    elif note.is_empty:
        _nothing_to_document(page, note)
    else:
        _drafted(page, note)


def _drafted(page: Page, note: Note) -> None:
    names = (
        "Note",
        _numbered("Medications", note.medications),
        _numbered("Orders", (*note.orders, *note.follow_up)),
        _numbered("Codes", note.codes),
        "For the patient",
        "Plain text",
    )
    sections, medications, orders, codes, summary, text = st.tabs(names, key="tabs")
    with sections, st.container(key="note"):
        show_flags(page)
        st.caption(HOW_TO_SIGNED if page.encounter.signature else HOW_TO)
        show_sections(page)
        _history(page.encounter.amendments)
    with medications, st.container(key="medication-list"):
        show_medications(page)
    with orders, st.container(key="order-list"):
        show_orders(page)
    with codes, st.container(key="code-list"):
        show_codes(page)
    with summary, st.container(key="summary"):
        show_summary(page)
    with text, st.container(key="text"):
        st.caption("The note as text, with a button to copy it.")
        st.code(note.text, language=None, wrap_lines=True)


def _numbered(name: str, values: tuple[object, ...]) -> str:
    return f"{name} ({len(values)})" if values else name


def _without_note(page: Page) -> None:
    st.markdown("**Note**")
    st.info("There is a transcript, but no note yet.")
    st.button(
        "Draft the note",
        type="primary",
        icon=":material/edit_note:",
        on_click=draft,
        args=(page,),
        key="draft-first",
    )


def _nothing_to_document(page: Page, note: Note) -> None:
    st.markdown("**Note**")
    reasons = " ".join(plain(flag.message) for flag in note.flags)
    st.info(
        f"**Nothing to document.** {reasons}\n\nNo note was written, because a note must rest on "
        "what was said. The transcript and the recording are kept. If the speakers were mixed up, "
        "correct them under *More*, then draft again.",
        icon=":material/voice_over_off:",
    )


def _history(amendments: tuple[Amendment, ...]) -> None:
    """What was changed after signing, the latest last."""
    if not amendments:
        return
    with st.expander(count(len(amendments), "amendment"), icon=":material/history:"):
        for change in amendments:
            st.markdown(
                f"**{when(change.at)}, {plain(change.by)}**: "
                f"{plain(change.reason)}  \n"
                f":red[before:] {plain(change.before)}  \n"
                f":green[after:] {plain(change.after) or '*removed*'}"
            )
