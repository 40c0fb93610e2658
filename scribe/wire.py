"""JSON or labelled text to values, values to JSON: the one place where outside text comes in.

Decoding is strict: no key too many, no coercion. What does not fit raises `WireError` with the
place and the kind of the mistake only, because what stands there may be a patient's words.
"""

import json
import re
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from scribe.encounter import Encounter
from scribe.errors import WireError
from scribe.events import Event
from scribe.messages import ClientMessage, ServerMessage
from scribe.note import Note
from scribe.transcript import Role, Speaker, Transcript, Utterance

T = TypeVar("T")

LABEL_ROLES = {
    "d": Role.CLINICIAN,
    "dr": Role.CLINICIAN,
    "doctor": Role.CLINICIAN,
    "clinician": Role.CLINICIAN,
    "p": Role.PATIENT,
    "pt": Role.PATIENT,
    "patient": Role.PATIENT,
    "guest_family": Role.OTHER,
    "other": Role.OTHER,
    "speaker": Role.UNKNOWN,
}
RATING = ("confidence", "corrected")
"""What a server's reply says of a speaker besides `Speaker`."""
_LABEL = re.compile(
    r"\s*(?:\[(?P<bracket>\w+)\]\s*:?|(?P<plain>\w+)(?:\s+(?P<speaker>S\d+))?\s*:)\s*"
)
_SPEAKERS = {
    Role.CLINICIAN: Speaker("S1", Role.CLINICIAN),
    Role.PATIENT: Speaker("S2", Role.PATIENT),
    Role.OTHER: Speaker("S3", Role.OTHER),
    Role.UNKNOWN: Speaker("S4", Role.UNKNOWN),
}

_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_SERVER_MESSAGE: TypeAdapter[ServerMessage] = TypeAdapter(
    Annotated[ServerMessage, Field(discriminator="kind")]
)
_CLIENT_MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


def encode(value: object) -> str:
    """Any value of ours as JSON."""
    return _adapter(type(value)).dump_json(value).decode()


def document(value: object) -> dict[str, Any]:
    """Any value of ours as a JSON object of Python's own types."""
    return cast(dict[str, Any], _adapter(type(value)).dump_python(value, mode="json"))


def decode(kind: type[T], text: str | bytes) -> T:
    """JSON as a value of this type. Raises WireError."""
    return _validate(_adapter(kind), text, kind.__name__)


def decode_event(text: str | bytes) -> Event:
    """One line of an encounter's log. Raises WireError."""
    return _validate(_EVENT, text, "Event")


def decode_server_message(text: str | bytes) -> ServerMessage:
    """What the server says on a live connection. Raises WireError."""
    return _validate(_SERVER_MESSAGE, text, "ServerMessage")


def decode_client_message(text: str | bytes) -> ClientMessage:
    """What the client says on a live connection. Raises WireError."""
    return _validate(_CLIENT_MESSAGE, text, "ClientMessage")


def note_document(note: Note) -> dict[str, Any]:
    """A note as a JSON object, with the whole of it as plain text under `text`."""
    return document(note) | {"text": note.text}


def encounter_document(encounter: Encounter) -> dict[str, Any]:
    """An encounter as a JSON object; its note as `note_document` gives it."""
    note = note_document(encounter.note) if encounter.note else None
    return document(encounter) | {"note": note}


def read_note(text: str | bytes) -> Note:
    """A note from the JSON that `note_document` gives. Raises WireError."""
    return _validate(_adapter(Note), _without_text(_json_object(text, "Note")), "Note")


def read_encounter(text: str | bytes) -> Encounter:
    """An encounter from the JSON that `encounter_document` gives. Raises WireError.

    What a server adds about the speakers (`confidence`, `corrected`) is passed over.
    """
    fields = _json_object(text, "Encounter")
    speakers = fields.get("speakers")
    if isinstance(speakers, list):
        fields["speakers"] = [_without_rating(speaker) for speaker in speakers]
    note = fields.get("note")
    if isinstance(note, dict):
        fields["note"] = _without_text(note)
    return _validate(_adapter(Encounter), fields, "Encounter")


def read_transcript(text: str) -> Transcript:
    """A transcript from our JSON, or from lines labelled `D:`, `[patient]`, `Doctor:`, ...

    Raises WireError when it is neither.
    """
    if text.lstrip().startswith("{"):
        return decode(Transcript, text)
    if not is_labelled(text):
        raise WireError(
            "a transcript is our JSON or lines that start with a speaker label "
            "(D:, P:, [doctor], [patient], Doctor:, Patient:); the first line has none"
        )
    return _labelled_transcript(text)


def is_labelled(text: str) -> bool:
    """True when the first line that is not blank starts with a speaker's label."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _split_label(first)[0] is not None


def _labelled_transcript(text: str) -> Transcript:
    turns: list[tuple[Speaker, str]] = []
    for line in text.splitlines():
        speaker, words = _split_label(line)
        if speaker is not None:
            turns.append((speaker, words))
        elif words:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {words}".strip())
    said = [(speaker, words) for speaker, words in turns if words]
    utterances = tuple(
        Utterance(f"u{number}", speaker.id, speaker.role, 0, 0, words)
        for number, (speaker, words) in enumerate(said, start=1)
    )
    return Transcript("en", "typed", 0, 0, utterances)


def _split_label(line: str) -> tuple[Speaker | None, str]:
    match = _LABEL.match(line)
    if match:
        role = LABEL_ROLES.get((match["bracket"] or match["plain"]).lower())
        if role is not None:
            speaker = _SPEAKERS[role]
            if match["speaker"]:
                speaker = Speaker(match["speaker"], role)
            return speaker, " ".join(line[match.end() :].split())
    return None, " ".join(line.split())


def _without_text(note: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in note.items() if name != "text"}


def _without_rating(speaker: Any) -> Any:
    if not isinstance(speaker, dict):
        return speaker
    return {name: value for name, value in speaker.items() if name not in RATING}


def _json_object(text: str | bytes, name: str) -> dict[str, Any]:
    try:
        value = from_json(text)  # refuses what is nested too deeply, where `json` overflows
    except (TypeError, ValueError):  # a TypeError where the text has a lone surrogate
        value = None
    if not isinstance(value, dict):
        raise WireError(f"{name}: expected a JSON object, found something else")
    return value


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    return cast(TypeAdapter[T], _built(cast(Any, kind)))


@cache
def _built(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _validate(adapter: TypeAdapter[T], value: str | bytes | dict[str, Any], name: str) -> T:
    text = json.dumps(value) if isinstance(value, dict) else value
    try:
        return adapter.validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        message = f"{name}: {_places(error)}"
    # Raised out here so that pydantic's message, which quotes its input, is not chained to ours.
    raise WireError(message)


def _places(error: ValidationError) -> str:
    """Where the first three mistakes are, of what kind; unknown keys are not repeated."""
    mistakes = error.errors(include_input=False, include_url=False, include_context=False)
    shown = []
    for mistake in mistakes[:3]:
        place = mistake["loc"]
        if mistake["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
            place = (*place[:-1], "(unknown key)")
        shown.append(f"{'.'.join(str(part) for part in place) or '(whole)'}: {mistake['type']}")
    rest = f" and {len(mistakes) - 3} more" if len(mistakes) > 3 else ""
    return "; ".join(shown) + rest
