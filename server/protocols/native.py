"""`/v1/stream`: our own live protocol over a websocket.

Query: `encounter` (an open one to record into) or `language`, `template`, `date_of_service` of a
new one (a title may name a patient, so it never stands in an address); `encoding`, which is
`pcm16` (the default, with `sample_rate` and `channels`) or `container` (wav, webm, ogg, mp3 or
flac as it comes). The client sends audio in binary messages, then `{"kind": "stop"}`. The server
sends `scribe.messages.ServerMessage`s and closes with 1000 after the note. A connection that
breaks off counts as a stop.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from anyio.to_thread import run_sync
from starlette.datastructures import QueryParams
from starlette.websockets import WebSocket, WebSocketDisconnect

from scribe.audio_format import AudioFormat, Encoding
from scribe.errors import InputError, ScribeError, WireError
from scribe.events import Heard
from scribe.messages import Acknowledged, Partial, Problem, Ready, Stop, Unspoken
from scribe.session import News
from scribe.wire import decode_client_message, encode
from server.bodies import NewEncounter
from server.clinic import Clinic
from server.queries import new_encounter, whole_number
from server.recording import Recording
from server.replies import error_response

SYNC_EVERY_S = 0.5
"""Audio is made safe and acknowledged at least this often (invariant: within one second)."""
CLOSE_DONE, CLOSE_BAD_MESSAGE = 1000, 1008


class Outbox:
    """What is still to be sent. A partial that was not sent yet is replaced by the next one."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._changed = asyncio.Event()
        self._queue: deque[News] = deque()
        self._partial: Partial | None = None
        self._ended = False

    def put_from_thread(self, news: News | None) -> None:
        """Take the next news, or None for the end; from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, news)

    async def news(self) -> AsyncIterator[News]:
        """All that was put, in order, until the end."""
        while True:
            while self._queue:
                yield self._queue.popleft()
            if self._partial is not None:
                partial, self._partial = self._partial, None
                yield partial
                continue
            if self._ended:
                return
            self._changed.clear()
            await self._changed.wait()

    def _put(self, news: News | None) -> None:
        match news:
            case None:
                self._ended = True
            case Partial():
                self._partial = news
            case _:
                if isinstance(news, Heard | Unspoken):
                    self._partial = None
                self._queue.append(news)
        self._changed.set()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a client's part of the connection ended."""

    stop: Stop
    connected: bool
    problem: Problem | None = None


async def stream(websocket: WebSocket) -> None:
    """Serve one live connection."""
    clinic: Clinic = websocket.app.state.clinic
    outbox = Outbox(asyncio.get_running_loop())
    try:
        await run_sync(clinic.authorise, websocket.headers.get("authorization", ""))
        audio = _audio_format(websocket.query_params)
        clinic.live.check_capacity()
        encounter_id = await run_sync(_encounter_id, clinic, websocket.query_params)
        recording = await run_sync(clinic.live.start, encounter_id, audio, outbox.put_from_thread)
    except ScribeError as error:
        await websocket.send_denial_response(error_response(error))
        return
    ending = Ending(Stop(), connected=False)
    try:
        await websocket.accept()
        await websocket.send_text(encode(Ready(encounter_id)))
        ending = await _converse(websocket, recording, outbox)
    except WebSocketDisconnect:
        pass
    finally:
        # Also when the connection breaks: what has arrived is heard to its last sample.
        recording.stop(draft_wanted=ending.stop.draft)


async def _converse(websocket: WebSocket, recording: Recording, outbox: Outbox) -> Ending:
    sending = asyncio.create_task(_send(websocket, outbox))
    acknowledging = asyncio.create_task(_acknowledge(websocket, recording))
    try:
        ending = await _receive(websocket, recording)
        acknowledging.cancel()
        if not ending.connected:
            return ending
        await run_sync(lambda: recording.stop(draft_wanted=ending.stop.draft))
        await _acknowledge_once(websocket, recording)
        await sending
        if ending.problem is not None:
            await websocket.send_text(encode(ending.problem))
        await websocket.close(CLOSE_BAD_MESSAGE if ending.problem else CLOSE_DONE)
        return ending
    finally:
        sending.cancel()
        acknowledging.cancel()


async def _receive(websocket: WebSocket, recording: Recording) -> Ending:
    spool = recording.spool
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return Ending(Stop(), connected=False)
        data = message.get("bytes")
        if data is not None and spool is not None:
            await run_sync(spool.append, data)
            continue
        try:
            return Ending(decode_client_message(message.get("text") or ""), connected=True)
        except WireError as error:
            problem = Problem("bad_message", str(error))
        return Ending(Stop(), connected=True, problem=problem)


async def _send(websocket: WebSocket, outbox: Outbox) -> None:
    async for news in outbox.news():
        await websocket.send_text(encode(news))


async def _acknowledge(websocket: WebSocket, recording: Recording) -> None:
    while True:
        await asyncio.sleep(SYNC_EVERY_S)
        await _acknowledge_once(websocket, recording)


async def _acknowledge_once(websocket: WebSocket, recording: Recording) -> None:
    if recording.spool is not None:
        safe_bytes = await run_sync(recording.spool.sync)
        await websocket.send_text(encode(Acknowledged(safe_bytes)))


def _audio_format(query: QueryParams) -> AudioFormat:
    encoding = query.get("encoding", Encoding.PCM16.value)
    if encoding == Encoding.CONTAINER.value:
        return AudioFormat(Encoding.CONTAINER)
    if encoding != Encoding.PCM16.value:
        raise InputError(f"encoding: expected 'pcm16' or 'container', found {encoding!r}")
    rate_hz = whole_number(query, "sample_rate", 16_000)
    channels = whole_number(query, "channels", 1)
    try:
        return AudioFormat(Encoding.PCM16, rate_hz, channels)
    except ValueError as error:
        message = str(error)
    raise InputError(message)


def _encounter_id(clinic: Clinic, query: QueryParams) -> str:
    given = query.get("encounter")
    if given:
        return clinic.records.read(given).id
    asked = NewEncounter(
        language=query.get("language", ""),
        template=query.get("template", ""),
        date_of_service=query.get("date_of_service", ""),
    )
    return new_encounter(clinic, asked).id
