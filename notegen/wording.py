"""How a fact of a dialogue is worded, before it is a clause with its place."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a clause was made."""

    FACT = "fact"
    TOLD = "told"
    STATED = "stated"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    LISTED = "listed"
    PERSON = "person"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that could be in the note; `evidence` are utterance ids, `topic` a label."""

    form: Form
    topic: str
    text: str
    evidence: tuple[str, ...]
