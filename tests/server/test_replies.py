"""Our errors as HTTP responses."""

import json

import pytest

from scribe.errors import (
    AccessDenied,
    AudioError,
    InputError,
    ModelUnavailable,
    NotFound,
    Overloaded,
    Refused,
    ScribeError,
    WireError,
)
from server.replies import error_response


@pytest.mark.parametrize(
    ("kind", "status_code"),
    [
        (InputError, 400),
        (AudioError, 400),
        (WireError, 400),
        (AccessDenied, 401),
        (NotFound, 404),
        (Refused, 409),
        (Overloaded, 503),
        (ModelUnavailable, 500),
        (ScribeError, 500),
    ],
)
def test_an_error_has_the_status_that_fits_with_its_kind_and_message(
    kind: type[ScribeError], status_code: int
) -> None:
    response = error_response(kind("what went wrong"))
    assert response.status_code == status_code
    assert json.loads(bytes(response.body)) == {
        "error": {"kind": kind.__name__, "message": "what went wrong"}
    }


def test_who_is_not_let_in_is_told_how_to_ask() -> None:
    assert error_response(AccessDenied("no")).headers["WWW-Authenticate"] == "Bearer"


def test_who_comes_when_it_is_busy_is_told_when_to_come_again() -> None:
    assert int(error_response(Overloaded("no")).headers["Retry-After"]) > 0


def test_other_errors_carry_no_such_header() -> None:
    headers = error_response(NotFound("no")).headers
    assert "WWW-Authenticate" not in headers
    assert "Retry-After" not in headers
