"""The list of encounters, from which one is opened."""

from collections.abc import Callable

import streamlit as st

from scribe.encounter import Status
from ui import selection
from ui.client import Summary
from ui.wording import STATUS_COLORS, STATUS_NAMES, day, length, plain

QUERY = "encounter"
"""The address bar names the open encounter, so that a link leads to it."""

SHOWN = 50


def opened(summaries: tuple[Summary, ...], first: str) -> str:
    """Id of the open encounter: the address bar's, else `first`, else the latest, else empty."""
    latest = summaries[0].id if summaries else ""
    return st.query_params.get(QUERY) or first or latest


def open_encounter(encounter_id: str) -> None:
    """Show this encounter from the next run of the page on."""
    selection.clear()
    st.query_params[QUERY] = encounter_id


def show_encounters(
    summaries: tuple[Summary, ...], open_id: str, start_new: Callable[[], None]
) -> None:
    """A button for each encounter; the open one stands out."""
    if st.button(
        "New encounter", icon=":material/add:", type="primary", width="stretch", key="new"
    ):
        start_new()
    if not summaries:
        st.caption("No encounters yet.")
        return
    wanted = st.text_input(
        "Find", key="find", placeholder="Find by title or date", label_visibility="collapsed"
    )
    found = tuple(s for s in summaries if _matches(s, wanted))
    for summary in found[:SHOWN]:
        st.button(
            _label(summary),
            key=f"encounter-{summary.id}",
            type="secondary" if summary.id == open_id else "tertiary",
            on_click=open_encounter,
            args=(summary.id,),
        )
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN} more: type a part of the title to find them.")
    if not found:
        st.caption("No encounter has this in its title or date.")


def _matches(summary: Summary, wanted: str) -> bool:
    return wanted.casefold().strip() in f"{summary.title} {day(summary.date_of_service)}".casefold()


def _label(summary: Summary) -> str:
    """Title, then date, length and status on a second line."""
    said = f" · {length(summary.audio_ms)}" if summary.audio_ms else ""
    color, name = STATUS_COLORS[summary.status], STATUS_NAMES[summary.status]
    icon = " :material/lock:" if summary.status is Status.SIGNED else ""
    return (
        f"**{plain(summary.title)}**  \n"
        f":gray[{day(summary.date_of_service)}{said}] :{color}-badge[{name}{icon}]"
    )
