"""What every part of the page is given: the server, the encounter, a place for problems."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from scribe.encounter import Encounter, Status
from scribe.errors import ScribeError
from ui.client import Client, Progress
from ui.selection import Selection

PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Page:
    """One encounter on the screen. `highlighted`: ids of the utterances to show as evidence."""

    client: Client
    encounter: Encounter
    progress: Progress
    selection: Selection | None
    highlighted: tuple[str, ...]

    @property
    def may_edit(self) -> bool:
        return self.encounter.status is Status.DRAFTED


def attempt(command: Callable[[], object]) -> bool:
    """Do it; when the server refuses, say why at the top of the page at its next run."""
    try:
        command()
    except ScribeError as error:
        st.session_state[PROBLEM] = str(error)
        return False
    st.session_state[PROBLEM] = None
    return True


def show_problem() -> None:
    """The reason why the last command was not carried out, once."""
    problem = st.session_state.pop(PROBLEM, None)
    if problem:
        st.error(f"That was not possible: {problem}", icon=":material/error:")
