"""The tree of errors."""

import inspect

import pytest

from scribe import errors
from scribe.errors import AudioError, InputError, Refused, ScribeError, WireError

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_can_be_caught_as_ours(kind: type[Exception]) -> None:
    assert issubclass(kind, ScribeError)


@pytest.mark.parametrize("kind", KINDS)
def test_the_tree_in_the_documentation_names_every_error(kind: type[Exception]) -> None:
    assert kind.__name__ in (errors.__doc__ or "").replace("─", " ").split()


def test_bad_audio_or_text_is_bad_input_but_a_broken_rule_is_not() -> None:
    assert issubclass(AudioError, InputError)
    assert issubclass(WireError, InputError)
    assert not issubclass(Refused, InputError)
