import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from scribe.messages import Stop
from scribe.wire import encode


async def converse(server, pieces, last=None, query=""):
    """Send the pieces and a last message; all that the server says, and its close code."""
    said = []
    async with connect(
        f"{server.ws_url}/v1/stream?{query}", additional_headers=server.headers
    ) as socket:
        for piece in pieces:
            await socket.send(piece)
        await socket.send(encode(Stop()) if last is None else last)
        try:
            while True:
                said.append(json.loads(await socket.recv()))
        except ConnectionClosed:
            return said, socket.close_code


def of_kind(said, kind):
    return [message for message in said if message["kind"] == kind]


def test_a_stream_gives_partials_finals_roles_and_a_note(server, tone):
    said, close_code = asyncio.run(converse(server, [tone(3)]))
    assert close_code == 1000
    assert said[0]["kind"] == "ready"
    finals = [message["utterance"]["text"] for message in of_kind(said, "heard")]
    assert finals == ["second 1", "second 2", "second 3"]
    assert of_kind(said, "attributed")
    assert of_kind(said, "recording_ended")[0]["audio_ms"] == 3000
    assert said[-1]["kind"] == "drafted"
    assert of_kind(said, "acknowledged")[-1]["audio_bytes"] == len(tone(3))


@pytest.mark.parametrize("piece_bytes", [3, 640, 32_000])
def test_how_the_audio_is_cut_does_not_matter(server, tone, piece_bytes):
    audio = tone(1.4)
    pieces = [audio[i : i + piece_bytes] for i in range(0, len(audio), piece_bytes)]
    said, _ = asyncio.run(converse(server, pieces))
    finals = [message["utterance"]["text"] for message in of_kind(said, "heard")]
    assert finals == ["second 1", "second 2"]


def test_audio_in_a_container_is_decoded(server, tone, wav_of):
    said, _ = asyncio.run(converse(server, [wav_of(tone(2))], query="encoding=container"))
    assert len(of_kind(said, "heard")) == 2


def test_audio_that_cannot_be_decoded_is_told(server):
    said, close_code = asyncio.run(
        converse(server, [b"no audio" * 1000], query="encoding=container")
    )
    assert of_kind(said, "failed")[0]["stage"] == "recognition"
    assert not of_kind(said, "heard")
    assert close_code == 1000


def test_without_a_draft_the_note_is_left_out(server, tone):
    said, _ = asyncio.run(converse(server, [tone(1)], last=encode(Stop(draft=False))))
    assert said[-1]["kind"] in ("recording_ended", "acknowledged")
    assert not of_kind(said, "drafted")


@pytest.mark.parametrize("message", ["", "{", '{"kind": "start"}', '{"kind": "stop", "x": 1}'])
def test_a_message_that_is_none_ends_the_stream_with_a_reason(server, tone, message):
    said, close_code = asyncio.run(converse(server, [tone(1)], last=message))
    assert close_code == 1008
    assert said[-1]["kind"] == "problem"
    assert of_kind(said, "heard")


def test_a_connection_that_breaks_off_is_heard_to_its_end(server, tone, heard):
    async def break_off():
        url = f"{server.ws_url}/v1/stream"
        socket = await connect(url, additional_headers=server.headers)
        ready = json.loads(await socket.recv())
        await socket.send(tone(2.5))
        while json.loads(await socket.recv())["kind"] != "heard":
            pass
        socket.transport.abort()
        return ready["encounter_id"]

    encounter_id = asyncio.run(break_off())
    with server.client() as client:
        encounter = heard(client, encounter_id)
    assert [u["text"] for u in encounter["utterances"]] == ["second 1", "second 2", "second 3"]
    assert encounter["status"] == "drafted"


@pytest.mark.parametrize(
    ("query", "headers", "status_code"),
    [
        ("", {}, 401),
        ("", {"Authorization": "Bearer wrong"}, 401),
        ("encounter=nobody", None, 404),
        ("encoding=mp7", None, 400),
        ("sample_rate=12", None, 400),
        ("sample_rate=x", None, 400),
        ("channels=9", None, 400),
        ("date_of_service=soon", None, 400),
    ],
)
def test_a_stream_that_cannot_be_is_refused_at_the_handshake(server, query, headers, status_code):
    async def attempt():
        sent = server.headers if headers is None else headers
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{server.ws_url}/v1/stream?{query}", additional_headers=sent)
        return refused.value.response

    response = asyncio.run(attempt())
    assert response.status_code == status_code
    assert json.loads(response.body)["error"]["message"]


def test_an_encounter_is_recorded_only_once(server, tone):
    async def twice():
        said, _ = await converse(server, [tone(1)])
        with pytest.raises(InvalidStatus) as refused:
            await connect(
                f"{server.ws_url}/v1/stream?encounter={said[0]['encounter_id']}",
                additional_headers=server.headers,
            )
        return refused.value.response.status_code

    assert asyncio.run(twice()) == 409
