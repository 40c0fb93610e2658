"""The review desk, run by `streamlit run`."""

import os

import streamlit as st

from scribe.errors import AccessDenied, NotFound, ScribeError, ServerUnreachable
from ui.client import DEFAULT_URL, Client
from ui.conversation import ASSETS
from ui.encounters import opened, show_encounters
from ui.review import show_review
from ui.upload import new_encounter


def main() -> None:
    """The list at the left, the open encounter beside it."""
    st.set_page_config(page_title="Scribe", page_icon=ASSETS / "icon.svg", layout="wide")
    st.html(ASSETS / "desk.css")
    url = os.environ.get("SCRIBE_SERVER_URL") or DEFAULT_URL
    client = connect(url, os.environ.get("SCRIBE_API_KEY", ""))
    try:
        _show(client)
    except ServerUnreachable as error:
        _explain(
            str(error),
            "Start the server with `scribe serve`, or set `SCRIBE_SERVER_URL` to its address, "
            "then try again.",
        )
    except AccessDenied as error:
        _explain(
            f"The server at {url} does not accept this desk's key: {error}.",
            "Make a key with `scribe keys create`, set `SCRIBE_API_KEY` to it "
            "and start the desk again.",
        )
    except ScribeError as error:
        _explain(str(error), "Try again; if it stays so, look at the server's log.")


@st.cache_resource(max_entries=4, show_spinner=False, on_release=Client.close)
def connect(url: str, key: str) -> Client:
    """The client that all tabs of this desk share."""
    return Client(url, key)


def _show(client: Client) -> None:
    summaries = client.encounters()
    open_id = opened(summaries, os.environ.get("SCRIBE_ENCOUNTER", ""))
    with st.sidebar:
        st.markdown("## :material/stethoscope: Scribe")
        show_encounters(summaries, open_id, lambda: new_encounter(client))
    if not open_id:
        st.markdown("### No encounters yet")
        st.markdown(
            "Press **New encounter** and choose a recording of a visit. Scribe writes down who "
            "said what, drafts the note and suggests codes; you review and sign."
        )
        return
    try:
        review = client.read(open_id)
    except NotFound:
        st.warning("This encounter does not exist, or it was deleted. Choose one from the list.")
        return
    show_review(client, review)


def _explain(problem: str, remedy: str) -> None:
    """What is wrong and what helps, in place of the page."""
    st.error(problem, icon=":material/cloud_off:")
    st.markdown(remedy)
    st.button("Try again", icon=":material/refresh:", key="retry")


main()
