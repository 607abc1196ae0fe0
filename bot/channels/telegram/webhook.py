"""`POST /webhooks/telegram/webhook`: stored first, then 200 with an empty body.

A body would be taken for a call of the API and carried out. A 2xx tells Telegram to forget the update.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence

import structlog
from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.intake import set_aside, take_in
from bot.channels.telegram.names import CHANNEL
from bot.channels.telegram.updates import FollowUp
from bot.delivery.messages import Receiver, StoreDownError

PATH = "/webhooks/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1_048_576
_LATER = {"Retry-After": "2"}
log = structlog.get_logger(__name__)


async def _body(request: Request) -> tuple[bytes, bool]:
    """The body, and whether it was complete; of one that is too long, only the beginning."""
    chunks, length = [], 0
    async for chunk in request.stream():
        chunks.append(chunk)
        length += len(chunk)
        if length > MOST_BYTES:
            return b"".join(chunks)[:MOST_BYTES], False
    return b"".join(chunks), True


def _store(receiver: Receiver, raw: bytes, complete: bool, staff_chat: str) -> list[FollowUp]:
    if not complete:
        set_aside(receiver, raw, "too long")
        return []
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        set_aside(receiver, raw, "not JSON")
        return []
    return take_in(receiver, [update], staff_chat=staff_chat)


def _endpoint(
    receiver: Receiver,
    secret: str,
    follow_up: Callable[[Sequence[FollowUp]], None],
    staff_chat: str,
) -> Callable[[Request], Awaitable[Response]]:
    expected = secret.encode()

    async def webhook(request: Request) -> Response:
        given = request.headers.get(HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, expected):
            return Response(status_code=401)
        try:
            raw, complete = await _body(request)
        except ClientDisconnect:  # it was not all here, so nothing was stored: it will be repeated
            return Response(status_code=400)
        try:
            found = await to_thread.run_sync(_store, receiver, raw, complete, staff_chat)
        except StoreDownError:
            log.warning("update_put_off", channel=CHANNEL, code="503")
            return Response(status_code=503, headers=_LATER)
        follow_up(found)
        return Response(status_code=200)

    return webhook


def webhook_route(
    receiver: Receiver,
    secret: str,
    follow_up: Callable[[Sequence[FollowUp]], None] = lambda _found: None,
    *,
    staff_chat: str = "",
) -> Route:
    """The route that Telegram calls.

    Args:
        receiver: the inbox.
        secret: what Telegram was told to send in the header.
        follow_up: takes what is to be done beside answering; returns at once.
        staff_chat: id of the staff group.
    """
    return Route(PATH, _endpoint(receiver, secret, follow_up, staff_chat), methods=["POST"])
