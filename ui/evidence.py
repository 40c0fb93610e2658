"""What was said in support of something, with a player for exactly that audio."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from scribe.code import Evidence
from scribe.errors import ScribeError
from scribe.transcript import Span, Utterance
from ui.client import Client
from ui.page import Page
from ui.recording import stretch
from ui.selection import KEY as SELECTION
from ui.selection import Kind, Selection
from ui.wording import moment, plain, speaker_name

KEPT_RECORDINGS = 4
KEPT_S = 1800
COLORS = {"clinician": "blue", "patient": "green", "other": "violet", "unknown": "gray"}


def show_evidence(
    page: Page, utterance_ids: tuple[str, ...], quotes: tuple[Evidence, ...] = ()
) -> None:
    """The turns in their order, the quotes marked in them, then their audio in one piece."""
    turns = tuple(u for u in page.encounter.utterances if u.id in utterance_ids)
    if not turns:
        st.caption(":material/link_off: Nothing in the transcript is given as its source.")
        return
    st.markdown("\n\n".join(_turn(turn, quotes) for turn in turns))
    play(page, tuple(turn.span for turn in turns))


def show_table(
    page: Page, kind: Kind, key: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> None:
    """At least one row, without columns of which nothing was said; a row shows its sources."""
    named = zip(columns, zip(*rows, strict=True), strict=True)
    st.dataframe(
        {name: values for name, values in named if any(values)},
        hide_index=True,
        key=key,
        on_select=partial(_choose, kind, key),
        selection_mode="single-row",
    )
    if page.selection and page.selection.kind is kind:
        with st.container(border=True):
            show_evidence(page, page.highlighted)


def moments(page: Page, utterance_ids: tuple[str, ...]) -> str:
    """When these turns were said."""
    return ", ".join(moment(u) for u in page.encounter.utterances if u.id in utterance_ids)


def play(page: Page, spans: tuple[Span, ...], *, autoplay: bool = False) -> None:
    """A player for these parts of the recording."""
    if page.encounter.audio is None or not any(span.length_ms for span in spans):
        return
    try:
        wav = _recording(page.client, page.encounter.id, page.encounter.audio_ms)
        st.audio(stretch(wav, spans), format="audio/wav", autoplay=autoplay)
    except ScribeError as error:
        st.caption(f":material/volume_off: The audio cannot be played: {plain(str(error))}")


def _choose(kind: Kind, key: str) -> None:
    rows = st.session_state[key].selection.rows
    st.session_state[SELECTION] = Selection(kind, str(rows[0])) if rows else None


def _turn(turn: Utterance, quotes: tuple[Evidence, ...]) -> str:
    color = COLORS[turn.role.value]
    head = f":{color}[**{plain(speaker_name(turn))}**] :gray[{moment(turn)}]"
    return f"{head}  \n{_marked(turn, quotes)}"


def _marked(turn: Utterance, quotes: tuple[Evidence, ...]) -> str:
    """The turn's text with the background of what is quoted from it coloured."""
    parts, shown = [], 0
    for quote in sorted(quotes, key=lambda quote: quote.start):
        if quote.utterance == turn.id and shown <= quote.start < quote.end:
            parts.append(plain(turn.text[shown : quote.start]))
            parts.append(f":yellow-background[{plain(turn.text[quote.start : quote.end])}]")
            shown = quote.end
    return "".join((*parts, plain(turn.text[shown:])))


@st.cache_resource(max_entries=KEPT_RECORDINGS, ttl=KEPT_S, show_spinner="Fetching the recording")
def _recording(_client: Client, encounter_id: str, audio_ms: int) -> bytes:
    """The whole recording. `audio_ms` is in the key because a recording still grows."""
    return _client.audio(encounter_id)
