"""The union of events is closed."""

import dataclasses
import inspect
import re
from typing import get_args

import pytest

from scribe import events
from scribe.events import Event

MEMBERS = get_args(Event)


def test_every_event_belongs_to_the_union() -> None:
    classes = {
        kind
        for _, kind in inspect.getmembers(events, dataclasses.is_dataclass)
        if inspect.isclass(kind) and kind.__module__ == events.__name__
    }
    assert classes == set(MEMBERS)


@pytest.mark.parametrize("member", MEMBERS)
def test_the_kind_of_an_event_is_its_name(member: type) -> None:
    snake_case = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", member.__name__).lower()
    assert {field.name: field.default for field in dataclasses.fields(member)}["kind"] == snake_case


@pytest.mark.parametrize("member", MEMBERS)
def test_every_event_says_first_when_it_happened(member: type) -> None:
    assert dataclasses.fields(member)[0].name == "at"


def test_an_event_cannot_be_changed(log: tuple[Event, ...]) -> None:
    for event in log:
        with pytest.raises(dataclasses.FrozenInstanceError):
            event.kind = "another"  # type: ignore[misc,assignment]


def test_the_shared_log_is_in_order_of_an_encounter(log: tuple[Event, ...]) -> None:
    assert log[0].kind == "opened"
    assert {type(event) for event in log} <= set(MEMBERS)
