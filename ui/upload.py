"""A recording is handed to the server, for a new encounter or an open one."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from scribe.errors import ScribeError
from ui.client import Client
from ui.encounters import open_encounter
from ui.recording import length_ms

LANGUAGES = {
    "": "As the server is set",
    "auto": "Find out",
    "en": "English",
    "de": "German",
    "fr": "French",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
LENGTHS = "recording_lengths"
"""Lengths in ms of what was uploaded in this tab, by encounter: for the progress bar alone."""


def encounter_form(client: Client) -> None:
    """Ask for a title, a date and a recording; then show the encounter being transcribed."""
    title = st.text_input(
        "Title", placeholder="Diabetes review", max_chars=200, help="As the list will show it"
    )
    when, language = st.columns(2)
    date_of_service = when.date_input("Date of service", "today", format="YYYY-MM-DD")
    tag = language.selectbox("Language spoken", LANGUAGES, format_func=lambda tag: LANGUAGES[tag])
    file = _file_field()
    if (
        not st.button(
            "Transcribe", type="primary", disabled=file is None, width="stretch", key="transcribe"
        )
        or file is None
    ):
        return
    name = title.strip() or file.name.rsplit(".", 1)[0]
    with st.spinner("Sending the recording"):
        try:
            audio_ms = length_ms(file)
            encounter_id = client.create(name, date_of_service, tag).encounter.id
            client.upload(encounter_id, file)
        except ScribeError as error:
            st.error(str(error))
            return
    _remember(encounter_id, audio_ms)
    open_encounter(encounter_id)
    st.rerun()


new_encounter = st.dialog("New encounter")(encounter_form)


def add_recording(client: Client, encounter_id: str) -> None:
    """For an encounter that has no recording yet."""
    st.info("This encounter has no recording yet. Add one to get a transcript and a note.")
    file = _file_field()
    if file is None or not st.button("Transcribe", type="primary", key="transcribe"):
        return
    with st.spinner("Sending the recording"):
        try:
            audio_ms = length_ms(file)
            client.upload(encounter_id, file)
        except ScribeError as error:
            st.error(str(error))
            return
    _remember(encounter_id, audio_ms)
    st.rerun()


def uploaded_ms(encounter_id: str) -> int:
    """Length of the recording that this tab sent for the encounter; 0 where it is not known."""
    return int(st.session_state.get(LENGTHS, {}).get(encounter_id, 0))


def _file_field() -> UploadedFile | None:
    return st.file_uploader(
        "Recording",
        help="Any audio or video format. The file goes to your clinic's Scribe server only.",
    )


def _remember(encounter_id: str, audio_ms: int) -> None:
    st.session_state.setdefault(LENGTHS, {})[encounter_id] = audio_ms
