"""The webhook: nothing is believed unsigned, nothing is acknowledged that is not stored."""

from __future__ import annotations

import structlog
from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.whatsapp import payload, signature
from bot.channels.whatsapp.account import CHANNEL, Account
from bot.channels.whatsapp.payload import Batch, Unreadable
from bot.delivery.messages import Receiver, StoreDownError

PATH = "/webhooks/whatsapp/webhook"
MOST_BYTES = 3 * 1024 * 1024
"""Meta's own limit for a webhook."""
_SHUT, _UNSIGNED, _FORGED, _TOO_LONG, _LATER = 400, 401, 403, 413, 503
log = structlog.get_logger(__name__)


def webhook_routes(inbox: Receiver, account: Account) -> list[BaseRoute]:
    """GET (Meta's handshake) and POST (messages and statuses) of the webhook."""

    async def verify(request: Request) -> Response:
        challenge = signature.challenge_of(request.query_params, account.verify_token)
        if challenge is None:
            log.warning("whatsapp_handshake_refused", channel=CHANNEL)
            return Response(status_code=_FORGED)
        return PlainTextResponse(challenge)

    async def receive(request: Request) -> Response:
        header = request.headers.get(signature.HEADER)
        if not header:
            return Response(status_code=_UNSIGNED)
        try:
            raw = await _body(request)
        except ClientDisconnect:
            return Response(status_code=_SHUT)
        if raw is None:
            return Response(status_code=_TOO_LONG)
        if not signature.is_signed(raw, header, account.app_secret):
            log.warning("whatsapp_signature_wrong", channel=CHANNEL)
            return Response(status_code=_FORGED)
        return await to_thread.run_sync(_store, inbox, raw)

    return [
        Route(PATH, verify, methods=["GET"]),
        Route(PATH, receive, methods=["POST"]),
    ]


async def _body(request: Request) -> bytes | None:
    """The bytes as they came, None where there are more than Meta would send."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and len(announced) < 20 and int(announced) > MOST_BYTES:
        return None
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_BYTES:
            return None
    return bytes(raw)


def _store(inbox: Receiver, raw: bytes) -> Response:
    """Hands everything in; 200 and nothing else where all of it is stored."""
    batch = _read(raw)
    try:
        if batch.messages or batch.statuses:
            inbox.accept(batch.messages, batch.statuses)
        for part in batch.unreadable:
            inbox.quarantine(CHANNEL, part.raw or raw, part.why)
    except StoreDownError:
        return Response(status_code=_LATER)  # Meta repeats for seven days
    return Response(status_code=200)


def _read(raw: bytes) -> Batch:
    try:
        return payload.read(raw)
    except Exception as error:  # a fault of ours must not make Meta repeat it for seven days
        log.exception("whatsapp_parser_failed", channel=CHANNEL)
        return Batch(unreadable=[Unreadable(raw, f"{payload.FAULT}: {type(error).__name__}")])
