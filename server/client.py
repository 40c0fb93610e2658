"""What a client of `/v1/stream` does: send a recording, yield what the server says."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from scribe.encounter import Encounter
from scribe.errors import AccessDenied, InputError, ScribeError, ServerUnreachable
from scribe.messages import ServerMessage, Stop
from scribe.ports import SAMPLE_RATE_HZ, Samples
from scribe.wire import decode_server_message, encode, read_encounter

MAX_MESSAGE_BYTES = 1 << 24


async def open_encounter(url: str, key: str, title: str, language: str) -> Encounter:
    """A new encounter on the server at this address.

    Raises ServerUnreachable, AccessDenied and InputError.
    """
    address = f"{_with_scheme(url, 'http')}/v1/encounters"
    headers = {"Authorization": f"Bearer {key}"}
    try:
        async with httpx.AsyncClient(headers=headers) as client:
            response = await client.post(address, json={"title": title, "language": language})
    except httpx.HTTPError:
        raise ServerUnreachable(f"no Scribe server answers at {url}") from None
    if response.status_code != 201:
        raise _refused(response.status_code)
    fields = response.json()
    del fields["progress"]
    return read_encounter(json.dumps(fields))


async def stream_samples(
    url: str, key: str, encounter_id: str, samples: Samples, speed: float
) -> AsyncIterator[ServerMessage]:
    """Send a recording at `speed` times real time, as a microphone does; then stop.

    `url` is the server's, such as ws://127.0.0.1:8765. Raises ServerUnreachable, AccessDenied
    and InputError.
    """
    query = {"encounter": encounter_id, "sample_rate": "16000", "channels": str(samples.shape[1])}
    address = f"{_with_scheme(url, 'ws')}/v1/stream?{urlencode(query)}"
    headers = {"Authorization": f"Bearer {key}"}
    try:
        connection = await connect(
            address, additional_headers=headers, compression=None, max_size=MAX_MESSAGE_BYTES
        )
    except InvalidStatus as error:
        raise _refused(error.response.status_code) from None
    except (OSError, InvalidHandshake, TimeoutError):
        raise ServerUnreachable(f"no Scribe server answers at {url}") from None
    async with connection:
        sending = asyncio.create_task(_send(connection, samples, speed))
        try:
            async for text in connection:
                yield decode_server_message(text)
        except ConnectionClosed:
            raise ServerUnreachable(f"the connection to {url} broke off") from None
        finally:
            sending.cancel()


async def _send(connection: ClientConnection, samples: Samples, speed: float) -> None:
    """Pieces of 100 ms, each at its time."""
    piece_samples = SAMPLE_RATE_HZ // 10
    loop = asyncio.get_running_loop()
    started_at_s = loop.time()
    for start in range(0, len(samples), piece_samples):
        due_s = started_at_s + start / (SAMPLE_RATE_HZ * speed)
        await asyncio.sleep(max(0.0, due_s - loop.time()))
        await connection.send(samples[start : start + piece_samples].astype("<i2").tobytes())
    await connection.send(encode(Stop()))


def _with_scheme(url: str, scheme: str) -> str:
    """The same address with `http` or `ws` before it, secured (`s`) as it was."""
    match = re.fullmatch(r"(?:http|ws)(s?://[^/?#]+)/?", url)
    if match is None:
        raise _no_address(url)
    return scheme + match[1]


def _no_address(url: str) -> InputError:
    return InputError(f"expected an address such as ws://127.0.0.1:8765, found {url!r}")


def _refused(status_code: int) -> ScribeError:
    if status_code == 401:
        return AccessDenied("the server does not accept this API key")
    if status_code == 503:
        return ServerUnreachable("the server hears as many recordings as it may; try again later")
    return InputError(f"the server refused with status {status_code}")
