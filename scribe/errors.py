"""Every error that Scribe raises on purpose.

    ScribeError
    ├── InputError          what was given cannot be used (exit 2, HTTP 400)
    │   ├── AudioError      audio that is empty, truncated or no audio at all
    │   └── WireError       text that is not the value it should be
    ├── Refused             a review rule forbids it (HTTP 409)
    ├── NotFound            no such encounter, statement, code, key or voice (HTTP 404)
    ├── AccessDenied        no key, or not a valid one (HTTP 401)
    ├── Overloaded          as many recordings as may be are being heard (HTTP 503)
    ├── ModelUnavailable    the model is not on this machine and could not be fetched
    └── ServerUnreachable   nobody answers at the address given

A message names the input, what was expected and what was found. It never quotes a patient.
"""


class ScribeError(Exception):
    """Base of all errors raised on purpose."""


class InputError(ScribeError):
    """What was given cannot be used."""


class AudioError(InputError):
    """Audio that is empty, truncated, or no audio at all."""


class WireError(InputError):
    """Text from outside that is not the value it should be."""


class Refused(ScribeError):
    """A review rule forbids it."""


class NotFound(ScribeError):
    """No such encounter, statement, code, key or voice."""


class AccessDenied(ScribeError):
    """No API key, or not a valid one."""


class Overloaded(ScribeError):
    """As many recordings as may be are being heard already."""


class ModelUnavailable(ScribeError):
    """The model is not on this machine and could not be fetched."""


class ServerUnreachable(ScribeError):
    """Nobody answers at the address given."""
