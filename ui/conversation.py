"""The transcript as a pane of turns that can be clicked on."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from scribe.encounter import Encounter
from scribe.transcript import Utterance
from ui.wording import moment, speaker_name

ASSETS = Path(__file__).parent / "assets"

_PANE = st.components.v2.component(
    "scribe_conversation",
    html='<div class="pane" role="list" aria-label="Transcript"></div>',
    css=(ASSETS / "conversation.css").read_text(encoding="utf-8"),
    js=(ASSETS / "conversation.js").read_text(encoding="utf-8"),
)


def show_conversation(
    encounter: Encounter,
    highlighted: tuple[str, ...],
    choose: Callable[[str], None] | None,
) -> None:
    """The turns; `choose` is called with the id of one that is clicked on.

    The first highlighted turn is brought into view. Without `choose` the conversation still goes
    on: its turns cannot be clicked on and the last one is kept in view.
    """
    key = f"conversation-{encounter.id}"

    def chosen() -> None:
        turn = st.session_state[key].chosen
        if turn and choose is not None:
            choose(turn)

    _PANE(
        key=key,
        data={
            "turns": [_turn(u, u.id in highlighted) for u in encounter.utterances],
            "empty": "Nothing was said." if choose else "Listening.",
            "live": choose is None,
        },
        on_chosen_change=chosen,
    )


def _turn(utterance: Utterance, lit: bool) -> dict[str, str | bool]:
    return {
        "id": utterance.id,
        "role": utterance.role.value,
        "name": speaker_name(utterance),
        "time": moment(utterance),
        "text": utterance.text,
        "lit": lit,
    }
