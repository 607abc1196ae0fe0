"""The web server's application: all connectors, health, and the headers every page gets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels import rest
from bot.channels.service import Service
from bot.channels.web import routes as web
from bot.delivery.lease import database_now
from bot.store.models import Heartbeat

_WORKER_SILENT = timedelta(seconds=45)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "form-action 'self' {exit}; base-uri 'none'; frame-ancestors {ancestors}"
)


class SafeHeaders:
    """Puts the security headers on every answer; nothing is cached but the static files."""

    def __init__(self, app: ASGIApp, ancestors: str, exit_url: str) -> None:
        self._app = app
        exit_origin = exit_url if exit_url.startswith("https://") else ""
        self._csp = _CSP.format(ancestors=ancestors, exit=exit_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers when the answer starts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", self._csp)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


async def health(request: Request) -> Response:
    """Alive."""
    return JSONResponse({"status": "ok"})


def _readiness(service: Service) -> dict[str, str]:
    with service.store.transaction() as session:
        beat = session.get(Heartbeat, "worker")
        fresh = beat is not None and database_now(session) - beat.at < _WORKER_SILENT
    model = "trained" if service.settings.model.exists() else "missing"
    return {"database": "up", "worker": "up" if fresh else "down", "model": model}


async def ready(request: Request) -> Response:
    """Able to take messages: the database answers, a worker is alive and has its model."""
    service: Service = request.app.state.service
    try:
        parts = await to_thread.run_sync(_readiness, service)
    except SQLAlchemyError:
        return JSONResponse({"status": "not ready", "database": "down"}, 503)
    well = parts["worker"] == "up" and parts["model"] == "trained"
    status = "ready" if well else "not ready"
    return JSONResponse({"status": status, **parts}, 200 if well else 503)


def create_app(service: Service, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The application of a service; `more` are the routes of the channels that are switched on."""
    middleware = Middleware(
        SafeHeaders, ancestors=service.settings.embed_origins, exit_url=service.settings.exit_url
    )
    routes = [Route("/health", health), Route("/ready", ready), *web.routes, *rest.routes, *more]
    app = Starlette(routes=routes, middleware=[middleware])
    app.state.service = service
    return app
