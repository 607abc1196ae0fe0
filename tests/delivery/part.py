"""One process of the kill test: `python -m tests.delivery.part web|worker|sender DATABASE_URL PORT`.

The parts are those of the program; only the words are an echo and the channel is plain HTTP.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.delivery.dispatch import Dispatcher
from bot.delivery.inbox import Inbox
from bot.delivery.messages import Inbound, Kind, Limits, Outcome, Outgoing, Sent, StoreDownError
from bot.delivery.wake import Waker
from bot.delivery.worker import Worker
from bot.store.crypto import Keys
from bot.store.database import Store, open_engine
from tests.delivery.conftest import KEY
from tests.delivery.echo import Echo

CHANNEL = "plain"
LEASE = timedelta(seconds=4)  # so that a test need not wait for the program's 45


class PlainSender:
    """Posts each bubble to the test's own server."""

    channel = CHANNEL
    limits = Limits(per_second=500, per_chat_seconds=0.001, burst=50)

    def __init__(self, port: int) -> None:
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5)

    async def send(self, message: Outgoing) -> Sent:
        try:
            answer = await self._client.post("/sent", content=message.text)
        except httpx.HTTPError:
            return Sent(Outcome.RETRY)
        done = answer.status_code == httpx.codes.OK
        return Sent(Outcome.SENT if done else Outcome.RETRY, ids=(str(message.id),))

    async def close(self) -> None:
        await self._client.aclose()


def web(store: Store, port: int) -> None:
    """Takes `POST /in/<id>/<person>`; 200 only after the commit, 503 when the database is down."""
    inbox = Inbox(store, Waker(store.engine).ring)

    def take(request: Request) -> Response:
        number, person = request.path_params["number"], request.path_params["person"]
        try:
            inbox.accept([Inbound(CHANNEL, number, person, Kind.TEXT, number)])
        except StoreDownError:
            return Response(status_code=503)
        return Response(status_code=200)

    routes = [Route("/in/{number}/{person}", take, methods=["POST"])]
    uvicorn.run(Starlette(routes=routes), port=port, ws="none", log_config=None)


def main(arguments: Sequence[str]) -> None:
    name, url, port = arguments[0], arguments[1], int(arguments[2])
    store = Store(open_engine(url), Keys(KEY))
    if name == "web":
        web(store, port)
    elif name == "worker":
        waker = Waker(store.engine)
        waker.listen()
        Worker(store, Echo(store, frozenset({CHANNEL})), waker, LEASE).run()
    else:
        asyncio.run(Dispatcher(store, PlainSender(port), LEASE).run())


if __name__ == "__main__":
    main(sys.argv[1:])
