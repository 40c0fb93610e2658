"""The transcript while the server is still hearing the recording."""

import streamlit as st

from scribe.encounter import Status
from scribe.errors import ScribeError
from ui.client import Client, Review
from ui.conversation import show_conversation
from ui.upload import uploaded_ms
from ui.wording import count, length

POLL_S = 1.0


def is_being_heard(review: Review) -> bool:
    """True while more of the transcript or the first note is to come."""
    return review.progress.active or review.encounter.status is Status.RECORDING


@st.fragment(run_every=POLL_S)
def show_hearing(client: Client, encounter_id: str) -> None:
    """Progress and the turns so far, renewed each second; the whole page once it is done."""
    try:
        review = client.read(encounter_id)
    except ScribeError as error:
        st.warning(f"Waiting for the server: {error}")
        return
    if not is_being_heard(review):
        st.rerun()
    encounter, heard_ms = review.encounter, review.progress.heard_ms
    if encounter.status is not Status.RECORDING:
        st.progress(1.0, text="The transcript is complete. Writing the note.")
    else:
        _progress(heard_ms, uploaded_ms(encounter_id))
    said = count(len(encounter.utterances), "turn")
    st.caption(f"{said} so far. You may leave this page: the server goes on.")
    show_conversation(encounter, (), None)


def _progress(heard_ms: int, audio_ms: int) -> None:
    """A bar where the length is known, else how much has been heard."""
    if audio_ms:
        text = f"Transcribing: {length(heard_ms)} of {length(audio_ms)}"
        st.progress(min(1.0, heard_ms / audio_ms), text=text)
    else:
        st.markdown(f":material/graphic_eq: **Transcribing:** {length(heard_ms)} heard")
