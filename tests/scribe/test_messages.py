"""What a live connection says."""

from typing import get_args

from scribe.events import Event
from scribe.messages import ServerMessage, Stop


def test_no_two_things_that_a_server_says_have_the_same_kind() -> None:
    members = get_args(ServerMessage)
    kinds = {member.__dataclass_fields__["kind"].default for member in members}
    assert len(kinds) == len(members)


def test_a_server_may_say_every_event() -> None:
    assert set(get_args(Event)) <= set(get_args(ServerMessage))


def test_a_client_that_stops_gets_a_note_unless_it_says_otherwise() -> None:
    assert Stop().draft
    assert not Stop(draft=False).draft
