"""The ASGI application: sockets, REST, health on one port."""

import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from server.clinic import Clinic
from server.protocols.native import stream
from server.rest import ROUTES

LOGGER = logging.getLogger(__name__)
FLUSH_TIMEOUT_S = 20.0
"""How long a stopping server goes on hearing what has arrived; the rest is heard at next start."""


def create_app(clinic: Clinic) -> ASGIApp:
    """The application; on start it finishes the recordings that a crash interrupted."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await run_sync(clinic.live.recover)
        yield
        await run_sync(clinic.live.close, FLUSH_TIMEOUT_S)

    app = Starlette(
        routes=[
            Route("/healthz", _health),
            WebSocketRoute("/v1/stream", stream),
            *ROUTES,
        ],
        lifespan=lifespan,
        exception_handlers={404: _not_found, 405: _not_found},
    )
    app.state.clinic = clinic
    return Discreet(app)


class Discreet:
    """Keeps the messages of unexpected errors, which may quote a patient, out of the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{frame.filename}:{frame.lineno}"
            LOGGER.error("%s failed: %s at %s", scope["type"], type(error).__name__, place)


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok", "version": version("scribe-medical")})


async def _not_found(request: Request, _error: Exception) -> JSONResponse:
    message = f"there is no {request.method} {request.url.path}"
    return JSONResponse({"error": {"kind": "NotFound", "message": message}}, 404)
