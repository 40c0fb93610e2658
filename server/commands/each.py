"""Several inputs, of which a bad one does not keep the others from being done."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from scribe.errors import InputError
from server.commands.options import say

T = TypeVar("T")


def for_each(inputs: Sequence[T], action: Callable[[T], None]) -> None:
    """Do it for each input in order; of several, errors are told as they come.

    Raises InputError for a bad input, where there are several at the end.
    """
    if len(inputs) == 1:
        action(inputs[0])
        return
    bad = 0
    for given in inputs:
        try:
            action(given)
        except InputError as error:
            say(f"scribe: {error}")
            bad += 1
    if bad:
        raise InputError(f"{bad} of {len(inputs)} inputs could not be used")
