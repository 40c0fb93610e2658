"""`/v1/encounters`: create, list, read, record, draft, edit, sign, export over HTTP.

Answers are JSON but for exports and audio. An encounter is `scribe.wire.encounter_document` with
`progress` beside it: `audio_bytes` received, `heard_ms`, and `active` while it is being heard. Its
`speakers` are as `server.speakers.RatedSpeaker` has them.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from anyio import open_file
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Encounter
from scribe.errors import AudioError, InputError, NotFound, ScribeError
from scribe.events import Event
from scribe.export import EncounterFormat, export
from scribe.review import (
    add,
    amend,
    check_may_record,
    correct_role,
    decide_code,
    edit,
    sign,
)
from scribe.wire import decode, document, encounter_document
from server import bodies
from server.access import Key
from server.clinic import Clinic
from server.playback import wav_bytes, wav_stream
from server.queries import new_encounter
from server.recording import draft_note
from server.replies import error_response
from server.speakers import rated_speakers

MAX_BODY_BYTES = 1 << 20
"""Largest JSON body; recordings have their own limit."""

T = TypeVar("T")
Handler = Callable[[Request, Clinic, Key], Awaitable[Response]]


async def _list(_request: Request, clinic: Clinic, _key: Key) -> Response:
    summaries = await run_sync(clinic.records.summaries)
    return JSONResponse({"encounters": [document(summary) for summary in summaries]})


async def _create(request: Request, clinic: Clinic, _key: Key) -> Response:
    asked = await _body(request, bodies.NewEncounter)
    return await _encounter(clinic, await run_sync(new_encounter, clinic, asked), status_code=201)


async def _read(request: Request, clinic: Clinic, _key: Key) -> Response:
    return await _encounter(clinic, await _requested(request, clinic))


async def _transcript(request: Request, clinic: Clinic, _key: Key) -> Response:
    encounter = await _requested(request, clinic)
    return JSONResponse(document(encounter.transcript))


async def _record(request: Request, clinic: Clinic, _key: Key) -> Response:
    """Take a whole audio file; it is heard in the background, then a note is drafted."""
    encounter = await _requested(request, clinic)
    check_may_record(encounter)
    clinic.live.check_capacity()
    path = clinic.live.audio_path(encounter.id)
    part = path.with_suffix(".part")
    try:
        await _save(request, part, clinic.settings.max_upload_bytes)
        await run_sync(_check_audio, clinic, part)
        check_may_record(await run_sync(clinic.records.read, encounter.id))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    audio = AudioFormat(Encoding.FILE)
    await run_sync(clinic.live.start, encounter.id, audio)
    return await _encounter(clinic, clinic.records.read(encounter.id), status_code=202)


async def _audio(request: Request, clinic: Clinic, _key: Key) -> Response:
    encounter = await _requested(request, clinic)
    path = clinic.live.audio_path(encounter.id)
    if encounter.audio is None or not path.is_file():
        raise NotFound(f"encounter {encounter.id!r} has no recording")
    recording = clinic.live.find(encounter.id)
    audio_ms = recording.heard_ms if recording else encounter.audio_ms
    return StreamingResponse(
        wav_stream(path, encounter.audio, audio_ms, clinic.parts),
        media_type="audio/wav",
        headers={"Content-Length": str(wav_bytes(audio_ms))},
    )


async def _draft(request: Request, clinic: Clinic, _key: Key) -> Response:
    asked = await _body(request, bodies.NewDraft)
    encounter_id = request.path_params["encounter_id"]
    await run_sync(
        lambda: draft_note(
            clinic.records, clinic.parts, encounter_id, replace_edits=asked.replace_edits
        )
    )
    return await _encounter(clinic, clinic.records.read(encounter_id))


async def _edit(request: Request, clinic: Clinic, key: Key) -> Response:
    asked = await _body(request, bodies.StatementText)
    statement, by = request.path_params["statement_id"], asked.by or key.name

    def command(encounter: Encounter) -> Event:
        at = clinic.records.now()
        if encounter.signature is not None and asked.reason:
            return amend(encounter, statement, asked.text, asked.reason, by, at)
        return edit(encounter, statement, asked.text, by, at)

    return await _changed(request, clinic, command)


async def _add(request: Request, clinic: Clinic, key: Key) -> Response:
    asked = await _body(request, bodies.NewStatement)
    by = asked.by or key.name
    return await _changed(
        request, clinic, lambda e: add(e, asked.section, asked.text, by, clinic.records.now())
    )


async def _decide_code(request: Request, clinic: Clinic, key: Key) -> Response:
    asked = await _body(request, bodies.CodeDecision)
    code, by = request.path_params["code"], asked.by or key.name
    return await _changed(
        request, clinic, lambda e: decide_code(e, code, asked.accepted, by, clinic.records.now())
    )


async def _correct_role(request: Request, clinic: Clinic, key: Key) -> Response:
    asked = await _body(request, bodies.SpeakerRole)
    speaker, by = request.path_params["speaker"], asked.by or key.name
    return await _changed(
        request, clinic, lambda e: correct_role(e, speaker, asked.role, by, clinic.records.now())
    )


async def _sign(request: Request, clinic: Clinic, _key: Key) -> Response:
    asked = await _body(request, bodies.NewSignature)
    return await _changed(request, clinic, lambda e: sign(e, asked.by, clinic.records.now()))


async def _export(request: Request, clinic: Clinic, _key: Key) -> Response:
    encounter = await _requested(request, clinic)
    name = request.query_params.get("format", EncounterFormat.MD.value)
    if name not in set(EncounterFormat):
        known = ", ".join(EncounterFormat)
        raise InputError(f"format: expected one of {known}, found {name!r}")
    to = EncounterFormat(name)
    headers = {"Content-Disposition": f'attachment; filename="{encounter.id}.{to.suffix}"'}
    return Response(export(encounter, to), media_type=to.media_type, headers=headers)


async def _requested(request: Request, clinic: Clinic) -> Encounter:
    return await run_sync(clinic.records.read, request.path_params["encounter_id"])


async def _changed(
    request: Request, clinic: Clinic, command: Callable[[Encounter], Event]
) -> Response:
    encounter_id = request.path_params["encounter_id"]
    return await _encounter(clinic, await run_sync(clinic.records.change, encounter_id, command))


async def _encounter(clinic: Clinic, encounter: Encounter, status_code: int = 200) -> JSONResponse:
    recording = clinic.live.find(encounter.id)
    path = clinic.live.audio_path(encounter.id)
    progress = {
        "audio_bytes": path.stat().st_size if path.is_file() else 0,
        "heard_ms": recording.heard_ms if recording else encounter.audio_ms,
        "active": recording is not None,
    }
    # In a thread: every word of a long visit is weighed.
    speakers = await run_sync(rated_speakers, encounter, clinic.parts.judge)
    added = {"speakers": [document(speaker) for speaker in speakers], "progress": progress}
    return JSONResponse(encounter_document(encounter) | added, status_code)


async def _body(request: Request, kind: type[T]) -> T:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY_BYTES:
            raise InputError(f"body: expected at most {MAX_BODY_BYTES} bytes, found more")
    return decode(kind, bytes(data) or b"{}")


async def _save(request: Request, path: Path, max_bytes: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    saved_bytes = 0
    async with await open_file(path, "wb") as file:
        async for chunk in request.stream():
            saved_bytes += len(chunk)
            if saved_bytes > max_bytes:
                raise InputError(f"recording: expected at most {max_bytes} bytes, found more")
            await file.write(chunk)


def _check_audio(clinic: Clinic, path: Path) -> None:
    """Raises AudioError when this is no audio."""
    try:
        next(clinic.parts.decode_file(path), None)
    except AudioError as error:
        message = str(error).replace(path.name, "recording")
    else:
        return
    raise AudioError(message)


def _route(path: str, method: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        clinic: Clinic = request.app.state.clinic
        try:
            authorization = request.headers.get("authorization", "")
            key = await run_sync(clinic.authorise, authorization)
            return await handler(request, clinic, key)
        except ScribeError as error:
            return error_response(error)

    return Route(f"/v1/encounters{path}", endpoint, methods=[method], name=handler.__name__)


ROUTES = (
    _route("", "GET", _list),
    _route("", "POST", _create),
    _route("/{encounter_id}", "GET", _read),
    _route("/{encounter_id}/recording", "POST", _record),
    _route("/{encounter_id}/transcript", "GET", _transcript),
    _route("/{encounter_id}/audio", "GET", _audio),
    _route("/{encounter_id}/note", "POST", _draft),
    _route("/{encounter_id}/statements", "POST", _add),
    _route("/{encounter_id}/statements/{statement_id}", "PATCH", _edit),
    _route("/{encounter_id}/codes/{code}", "PUT", _decide_code),
    _route("/{encounter_id}/speakers/{speaker}", "PUT", _correct_role),
    _route("/{encounter_id}/signature", "POST", _sign),
    _route("/{encounter_id}/export", "GET", _export),
)
