import asyncio

import numpy as np
import pytest

from scribe.errors import AccessDenied, InputError, ServerUnreachable
from scribe.events import Drafted, Heard
from server.client import open_encounter, stream_samples


async def everything(url, key, pcm16):
    encounter = await open_encounter(url, key, "Visit", "en")
    samples = np.frombuffer(pcm16, "<i2").reshape(-1, 1)
    return [message async for message in stream_samples(url, key, encounter.id, samples, 100)]


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_a_recording_is_played_to_the_server(server, tone, scheme):
    url = server.url.replace("http", scheme)
    said = asyncio.run(everything(url, server.key, tone(2)))
    assert [m.utterance.text for m in said if isinstance(m, Heard)] == ["second 1", "second 2"]
    assert isinstance(said[-1], Drafted)


def test_a_wrong_key_is_told(server, tone):
    with pytest.raises(AccessDenied):
        asyncio.run(everything(server.url, "wrong", tone(1)))


def test_a_server_that_is_not_there_is_told(tone):
    with pytest.raises(ServerUnreachable):
        asyncio.run(everything("ws://127.0.0.1:9", "key", tone(1)))


@pytest.mark.parametrize("url", ["", "127.0.0.1:8765", "ftp://host", "ws://", "ws://a/b/c"])
def test_an_address_that_is_none_is_told(tone, url):
    with pytest.raises(InputError):
        asyncio.run(everything(url, "key", tone(1)))
