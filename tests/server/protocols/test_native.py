import asyncio
import json
from datetime import UTC, datetime

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from scribe.events import Heard
from scribe.messages import Partial, Stop, Unspoken
from scribe.transcript import Role, Utterance
from scribe.wire import encode
from server.protocols.native import Outbox


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


@pytest.mark.parametrize("piece_bytes", [15, 640, 32_000])
def test_how_the_audio_is_cut_does_not_matter(server, tone, piece_bytes):
    audio = tone(1.4)
    pieces = [audio[i : i + piece_bytes] for i in range(0, len(audio), piece_bytes)]
    said, _ = asyncio.run(converse(server, pieces))
    finals = [message["utterance"]["text"] for message in of_kind(said, "heard")]
    assert finals == ["second 1", "second 2"]


def test_a_stretch_without_words_is_told(server, tone):
    said, _ = asyncio.run(converse(server, [tone(1), bytes(32_000), tone(1)]))
    assert [(m["start_ms"], m["end_ms"]) for m in of_kind(said, "unspoken")] == [(1000, 2000)]
    assert len(of_kind(said, "heard")) == 2


@pytest.mark.parametrize(
    "final",
    [
        Heard(datetime(2026, 11, 23, tzinfo=UTC), Utterance("u1", "S1", Role.UNKNOWN, 0, 9, "hm")),
        Unspoken(0, 900),
    ],
    ids=("words", "no words"),
)
def test_a_partial_is_not_sent_after_what_became_of_it(final):
    async def sent(*all_news):
        outbox = Outbox(asyncio.get_running_loop())
        for news in (*all_news, None):
            outbox.put_from_thread(news)
        return [news async for news in outbox.news()]

    guess, better, following = (Partial(0, "h"), Partial(0, "hm"), Partial(950, "yes"))
    assert asyncio.run(sent(guess, better)) == [better]
    assert asyncio.run(sent(guess, final)) == [final]
    assert asyncio.run(sent(guess, final, following)) == [final, following]


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
