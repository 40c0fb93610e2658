"""The header of an encounter: what it is, how far it is, sign it, take it along."""

from functools import partial

import streamlit as st

from scribe.encounter import Status
from scribe.errors import ScribeError
from scribe.export import EncounterFormat
from scribe.note import Note, Severity
from scribe.transcript import Role
from ui.page import Page, attempt
from ui.wording import STATUS_COLORS, STATUS_NAMES, count, day, length, plain, when

DOCUMENTS = (
    (EncounterFormat.MD, "Note, formatted (Markdown)"),
    (EncounterFormat.TXT, "Note, plain text"),
    (EncounterFormat.SUMMARY, "For the patient, in plain language"),
    (EncounterFormat.JSON, "Everything (JSON)"),
    (EncounterFormat.SRT, "Transcript as subtitles (SRT)"),
    (EncounterFormat.VTT, "Transcript as subtitles (WebVTT)"),
    (EncounterFormat.RTTM, "Who spoke when (RTTM)"),
    (EncounterFormat.CTM, "Words with times (CTM)"),
)
ROLES = {
    Role.CLINICIAN: "Clinician",
    Role.PATIENT: "Patient",
    Role.OTHER: "Somebody else",
    Role.UNKNOWN: "Not known",
}


def show_heading(page: Page) -> None:
    """Title and facts at the left, commands at the right."""
    encounter = page.encounter
    facts, commands = st.columns([5, 3], vertical_alignment="bottom")
    with facts:
        st.markdown(f"### {plain(encounter.title)}")
        st.markdown(_facts(page))
    with commands, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        with st.popover("More", icon=":material/more_horiz:"):
            _more(page)
        with st.popover("Download", icon=":material/download:"):
            _downloads(page)
        if encounter.status is not Status.SIGNED:
            _sign_button(page)


def _facts(page: Page) -> str:
    encounter = page.encounter
    color, name = STATUS_COLORS[encounter.status], STATUS_NAMES[encounter.status]
    facts = [day(encounter.date_of_service)]
    if encounter.audio_ms:
        facts.append(length(encounter.audio_ms))
    if encounter.utterances:
        facts.append(count(len(encounter.utterances), "turn"))
    if encounter.engine and encounter.signature is None:
        facts.append(f"heard by {plain(encounter.engine)}")
    if encounter.signature is not None:
        signed = f"signed by {plain(encounter.signature.by)}, {when(encounter.signature.at)}"
        facts.append(f"{signed}, version {encounter.version}")
    return f":{color}-badge[{name}] :gray[{' · '.join(facts)}]"


def _sign_button(page: Page) -> None:
    note = page.encounter.note
    if st.button(
        "Sign",
        icon=":material/draw:",
        type="primary",
        key="sign",
        disabled=not page.may_edit or note is None or note.is_empty,
        help="Confirm that the note is right; after that it can only be amended",
    ):
        _sign_dialog(page)


def sign_form(page: Page) -> None:
    """Say what is signed, ask who signs; then the note is read-only."""
    note = page.encounter.note
    if note is None:
        return
    st.markdown(_to_be_signed(page, note))
    st.markdown("After signing the note is read-only. Later changes are kept as amendments.")
    by = st.text_input("Your name", key="signer", placeholder="Dr. A. Example")
    is_read = st.checkbox("I have read this note, and it says what happened.", key="is-read")
    ready = bool(by.strip()) and is_read
    if st.button("Sign", type="primary", width="stretch", key="confirm-sign", disabled=not ready):
        try:
            page.client.sign(page.encounter.id, by)
        except ScribeError as error:
            st.error(str(error))
            return
        st.rerun()


_sign_dialog = st.dialog("Sign this note?")(sign_form)


def _to_be_signed(page: Page, note: Note) -> str:
    accepted = sum(decision.accepted for decision in page.encounter.decisions)
    undecided = len(note.codes) - len(page.encounter.decisions)
    lines = [f"- {count(len(note.statements), 'sentence')}, {_edited(note)}"]
    if note.codes:
        lines.append(f"- {count(accepted, 'code')} accepted, {undecided} not decided (left out)")
    open_flags = sum(flag.severity is not Severity.INFO for flag in note.flags)
    if open_flags:
        lines.append(f"- :orange[:material/flag: {count(open_flags, 'thing')} to check]")
    return "\n".join(lines)


def _edited(note: Note) -> str:
    edited = sum(statement.edited for statement in note.statements)
    return f"{edited} of them changed or written by you"


def _downloads(page: Page) -> None:
    for to, name in DOCUMENTS:
        st.download_button(
            name,
            data=partial(page.client.export, page.encounter.id, to),
            file_name=f"{page.encounter.date_of_service}-{page.encounter.id}.{to.suffix}",
            mime=to.media_type,
            on_click="ignore",
            type="tertiary",
            key=f"download-{to.value}",
        )


def _more(page: Page) -> None:
    """Who is who, and a new draft."""
    if page.encounter.status is Status.SIGNED:
        st.caption("A signed note cannot be drafted again.")
        return
    speakers = sorted({(u.speaker, u.role) for u in page.encounter.utterances})
    if speakers:
        st.markdown("**Who is who**")
    for speaker, role in speakers:
        # With the role in its key the field follows the server, also when it refuses.
        key = f"role-{page.encounter.id}-{speaker}-{role.value}"
        st.selectbox(
            f"Speaker {speaker.removeprefix('S')}",
            tuple(ROLES),
            tuple(ROLES).index(role),
            format_func=lambda role: ROLES[role],
            key=key,
            on_change=_correct_role,
            args=(page, speaker, key),
        )
    st.markdown("**Write the note again**")
    st.caption("From the transcript and the roles as they are now.")
    note = page.encounter.note
    edited = sum(s.edited for s in note.statements) if note else 0
    replace = edited == 0 or st.checkbox(f"Discard my changes to {count(edited, 'sentence')}")
    st.button(
        "Draft again" if note else "Draft the note",
        icon=":material/refresh:",
        disabled=not replace or page.encounter.status not in (Status.TRANSCRIBED, Status.DRAFTED),
        on_click=draft,
        args=(page,),
        key="draft",
    )


def draft(page: Page) -> None:
    """Have the note written (again), in place of what was there."""
    attempt(lambda: page.client.draft(page.encounter.id, replace_edits=True))


def _correct_role(page: Page, speaker: str, key: str) -> None:
    role = st.session_state[key]
    attempt(lambda: page.client.correct_role(page.encounter.id, speaker, role))
