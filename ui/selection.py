"""What the clinician has clicked on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from scribe.encounter import Encounter
from scribe.note import Flag, Note

KEY = "selection"
EDITING = "editing"
"""Holds the id of the statement that is being edited."""

ADDING = "adding"
"""Holds the name of the section that a statement is being added to."""

T = TypeVar("T")


class Kind(StrEnum):
    """What can be clicked on."""

    STATEMENT = "statement"
    MEDICATION = "medication"
    ORDER = "order"
    CODE = "code"
    NOT_CODED = "not_coded"
    FLAG = "flag"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Selection:
    """One thing on the page: a statement, code or turn by id, the others by their position."""

    kind: Kind
    id: str


def selected() -> Selection | None:
    """What is selected in this browser tab."""
    value = st.session_state.get(KEY)
    return value if isinstance(value, Selection) else None


def toggle(selection: Selection) -> None:
    """Select this; let go of it if it is selected already."""
    st.session_state[KEY] = None if selected() == selection else selection


def clear() -> None:
    """Let go of everything, also of what was being written."""
    for key in (KEY, EDITING, ADDING):
        st.session_state[key] = None


def supporting(encounter: Encounter, selection: Selection | None) -> tuple[str, ...]:
    """Ids of the utterances that the selected thing rests on."""
    if selection is None:
        return ()
    if selection.kind is Kind.TURN:
        return (selection.id,)
    if encounter.note is None:
        return ()
    return _supporting(encounter.note, selection)


def _supporting(note: Note, selection: Selection) -> tuple[str, ...]:
    match selection.kind:
        case Kind.STATEMENT:
            statement = note.statement(selection.id)
            return statement.evidence if statement else ()
        case Kind.MEDICATION:
            return _at(tuple(m.evidence for m in note.medications), selection.id)
        case Kind.ORDER:
            orders = tuple(order.evidence for order in note.orders)
            return _at((*orders, *(one.evidence for one in note.follow_up)), selection.id)
        case Kind.CODE:
            quotes = next((c.evidence for c in note.codes if c.code == selection.id), ())
            return tuple(dict.fromkeys(e.utterance for e in quotes if e.utterance))
        case Kind.NOT_CODED:
            found = _at(tuple(n.evidence for n in note.not_coded), selection.id)
            return tuple(dict.fromkeys(e.utterance for e in found if e.utterance))
        case Kind.FLAG:
            return _at(tuple(flagged_utterances(note, f) for f in note.flags), selection.id)
        case Kind.TURN:
            return (selection.id,)


def flagged_utterances(note: Note, flag: Flag) -> tuple[str, ...]:
    """The utterances that a flag names; else those that its statement rests on."""
    statement = note.statement(flag.statement) if flag.statement else None
    return flag.utterances or (statement.evidence if statement else ())


def _at(values: tuple[tuple[T, ...], ...], position: str) -> tuple[T, ...]:
    """The values at this position, none where the list has become shorter."""
    index = int(position)
    return values[index] if index < len(values) else ()
