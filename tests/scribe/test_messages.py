"""What a live connection says."""

import json
from typing import get_args

from scribe.events import Event
from scribe.messages import ServerMessage, Stop, Unspoken
from scribe.wire import decode_server_message, encode


def test_no_two_things_that_a_server_says_have_the_same_kind() -> None:
    members = get_args(ServerMessage)
    kinds = {member.__dataclass_fields__["kind"].default for member in members}
    assert len(kinds) == len(members)


def test_a_server_may_say_every_event() -> None:
    assert set(get_args(Event)) <= set(get_args(ServerMessage))


def test_a_stretch_without_words_is_told_in_plain_json() -> None:
    told = Unspoken(1200, 3400)
    assert json.loads(encode(told)) == {"start_ms": 1200, "end_ms": 3400, "kind": "unspoken"}
    assert decode_server_message(encode(told)) == told


def test_a_client_that_stops_gets_a_note_unless_it_says_otherwise() -> None:
    assert Stop().draft
    assert not Stop(draft=False).draft
