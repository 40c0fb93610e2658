"""Our errors as HTTP responses."""

from starlette.responses import JSONResponse

from scribe.errors import (
    AccessDenied,
    InputError,
    NotFound,
    Overloaded,
    Refused,
    ScribeError,
)

STATUS_CODES: tuple[tuple[type[ScribeError], int], ...] = (
    (InputError, 400),
    (AccessDenied, 401),
    (NotFound, 404),
    (Refused, 409),
    (Overloaded, 503),
)
RETRY_AFTER_S = 10


def error_response(error: ScribeError) -> JSONResponse:
    """`{"error": {"kind", "message"}}` with the status code that fits."""
    status_code = next((code for kind, code in STATUS_CODES if isinstance(error, kind)), 500)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": str(RETRY_AFTER_S)}}
    body = {"error": {"kind": type(error).__name__, "message": str(error)}}
    return JSONResponse(body, status_code, headers.get(status_code))
