"""The transcript as a pane of turns that can be clicked on."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from scribe.transcript import Utterance
from ui.wording import moment, speaker_name

ASSETS = Path(__file__).parent / "assets"
KEY = "conversation"

_PANE = st.components.v2.component(
    "scribe_conversation",
    html='<div class="pane" role="list" aria-label="Transcript"></div>',
    css=(ASSETS / "conversation.css").read_text(encoding="utf-8"),
    js=(ASSETS / "conversation.js").read_text(encoding="utf-8"),
)


def show_conversation(
    utterances: tuple[Utterance, ...],
    highlighted: tuple[str, ...],
    choose: Callable[[str], None],
    *,
    follow: bool = False,
) -> None:
    """The turns; `choose` is called with the id of one that is clicked on.

    The first highlighted turn is brought into view; with `follow` the last turn is.
    """

    def chosen() -> None:
        turn = st.session_state[KEY].chosen
        if turn:
            choose(turn)

    _PANE(
        key=KEY,
        data={
            "turns": [_turn(utterance, utterance.id in highlighted) for utterance in utterances],
            "empty": "Nothing was said.",
            "follow": follow,
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
