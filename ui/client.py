"""The server's REST interface as values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from urllib.parse import quote

import httpx

from scribe.encounter import Encounter, Status
from scribe.errors import (
    AccessDenied,
    AudioError,
    InputError,
    NotFound,
    Overloaded,
    Refused,
    ScribeError,
    ServerUnreachable,
    WireError,
)
from scribe.export import EncounterFormat
from scribe.transcript import Role
from scribe.wire import decode, read_encounter

DEFAULT_URL = "http://127.0.0.1:8765"
TIMEOUT_S = httpx.Timeout(30.0, connect=5.0)
DRAFT_TIMEOUT_S = httpx.Timeout(300.0, connect=5.0)
"""A language model on a small machine takes minutes for a note."""

ERRORS: Mapping[str, type[ScribeError]] = {
    error.__name__: error
    for error in (AccessDenied, AudioError, InputError, NotFound, Overloaded, Refused, WireError)
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list of encounters shows of each."""

    id: str
    title: str
    status: Status
    opened_at: datetime
    date_of_service: date
    audio_ms: int
    utterances: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the server has heard a recording; `active` while it goes on."""

    audio_bytes: int
    heard_ms: int
    active: bool


@dataclass(frozen=True, slots=True)
class Review:
    """An encounter as the server has it now."""

    encounter: Encounter
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Listing:
    encounters: tuple[Summary, ...]


class Client:
    """Talks to one server with one API key. Thread-safe.

    Every method raises ServerUnreachable when nobody answers, AccessDenied when the key is not
    accepted, and otherwise the error that the server names.
    """

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_S)

    def close(self) -> None:
        self._http.close()

    def encounters(self) -> tuple[Summary, ...]:
        """All encounters, the latest first."""
        return decode(_Listing, self._send("GET", "/v1/encounters").content).encounters

    def create(self, title: str, date_of_service: date, language: str) -> Review:
        """Open an encounter; `language` is a BCP 47 tag, or empty for the server's setting."""
        asked = {
            "title": title,
            "date_of_service": date_of_service.isoformat(),
            "language": language,
        }
        return _review(self._send("POST", "/v1/encounters", asked))

    def read(self, encounter_id: str) -> Review:
        return _review(self._send("GET", _path(encounter_id)))

    def upload(self, encounter_id: str, file: BinaryIO) -> Review:
        """Send an audio file of any format; it is heard in the background."""
        path = _path(encounter_id, "recording")
        return _review(self._answer("POST", path, content=iter(lambda: file.read(1 << 20), b"")))

    def draft(self, encounter_id: str, *, replace_edits: bool) -> Review:
        """Write the note (again). Refused when it would replace edits unasked."""
        return _review(
            self._answer(
                "POST",
                _path(encounter_id, "note"),
                json={"replace_edits": replace_edits},
                timeout=DRAFT_TIMEOUT_S,
            )
        )

    def edit(self, encounter_id: str, statement: str, text: str) -> Review:
        """Change a statement; an empty text removes it."""
        path = _path(encounter_id, "statements", statement)
        return _review(self._send("PATCH", path, {"text": text}))

    def amend(self, encounter_id: str, statement: str, text: str, reason: str, by: str) -> Review:
        """Change a statement of a signed note."""
        path = _path(encounter_id, "statements", statement)
        return _review(self._send("PATCH", path, {"text": text, "reason": reason, "by": by}))

    def add(self, encounter_id: str, section: str, text: str) -> Review:
        path = _path(encounter_id, "statements")
        return _review(self._send("POST", path, {"section": section, "text": text}))

    def decide_code(self, encounter_id: str, code: str, accepted: bool | None) -> Review:
        """Accept or reject a code, or take the decision back (None)."""
        path = _path(encounter_id, "codes", code)
        return _review(self._send("PUT", path, {"accepted": accepted}))

    def correct_role(self, encounter_id: str, speaker: str, role: Role) -> Review:
        path = _path(encounter_id, "speakers", speaker)
        return _review(self._send("PUT", path, {"role": role.value}))

    def sign(self, encounter_id: str, by: str) -> Review:
        return _review(self._send("POST", _path(encounter_id, "signature"), {"by": by}))

    def export(self, encounter_id: str, to: EncounterFormat) -> bytes:
        """The encounter as a document."""
        path = f"{_path(encounter_id, 'export')}?format={to.value}"
        return self._send("GET", path).content

    def audio(self, encounter_id: str) -> bytes:
        """The whole recording as 16 kHz mono PCM16 WAV."""
        return self._send("GET", _path(encounter_id, "audio")).content

    def _send(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        return self._answer(method, path, json=body)

    def _answer(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **request)
        except (httpx.TransportError, httpx.InvalidURL, httpx.UnsupportedProtocol):
            response = None
        if response is None:
            raise ServerUnreachable(f"no Scribe server answers at {self.url}")
        if response.is_success:
            return response
        raise _error(response)


def _path(*names: str) -> str:
    """A path under the encounters; names from an address bar cannot lead out of it."""
    return "/".join(("/v1/encounters", *(quote(name, safe="") for name in names)))


def _review(response: httpx.Response) -> Review:
    fields = json.loads(response.content)
    progress = decode(Progress, json.dumps(fields.pop("progress")))
    return Review(read_encounter(json.dumps(fields)), progress)


def _error(response: httpx.Response) -> ScribeError:
    try:
        error = response.json()["error"]
        kind, message = str(error["kind"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        return ScribeError(f"the server answered with status {response.status_code}")
    return ERRORS.get(kind, ScribeError)(message)
