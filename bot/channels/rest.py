"""Rasa's REST convention, for scripts and measurements on this machine."""

from __future__ import annotations

import ipaddress
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.body import TooBigError, json_object, read_body
from bot.channels.service import Service
from bot.channels.waiting import Question, answer_to, hand_in
from bot.delivery.messages import StoreDownError
from bot.store.conversations import Bubble

CHANNEL = "rest"
_MOST_BYTES = 256_000
_LONGEST_SENDER = 200


def _is_local(request: Request) -> bool:
    """True for a caller on this machine; what a proxy passes on comes from somewhere else."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _hand_in(service: Service, address: str, message: str) -> Question:
    return hand_in(service, CHANNEL, address, message, once=None, hint=None)


def _as_rasa(sender: str, bubble: Bubble) -> dict[str, Any]:
    reply: dict[str, Any] = {"recipient_id": sender, "text": bubble.text}
    if bubble.buttons:
        reply["buttons"] = [{"title": title, "payload": token} for title, token in bubble.buttons]
    return reply


async def webhook(request: Request) -> Response:
    """`{"sender", "message"}` in, a list of `{"recipient_id", "text", "buttons"?}` out."""
    service: Service = request.app.state.service
    allowed = service.settings.rest
    if allowed == "off" or (allowed == "loopback" and not _is_local(request)):
        error = "the REST channel answers on this machine only; SUAR_REST=on opens it"
        return JSONResponse({"error": error}, 403)
    try:
        document = json_object(await read_body(request, _MOST_BYTES))
    except TooBigError:
        return JSONResponse({"error": f"at most {_MOST_BYTES} bytes"}, 413)
    sender, message = document.get("sender"), document.get("message")
    if not isinstance(sender, str) or not isinstance(message, str) or not sender:
        error = 'send {"sender": "...", "message": "..."}, both of them texts'
        return JSONResponse({"error": error}, 400)
    address = sender[:_LONGEST_SENDER]
    try:
        question = await to_thread.run_sync(_hand_in, service, address, message)
    except StoreDownError:
        return JSONResponse({"error": "the database does not answer; send it again"}, 503)
    replies = await answer_to(service, question)
    return JSONResponse([_as_rasa(sender, reply) for reply in replies])


routes = [Route("/webhooks/rest/webhook", webhook, methods=["POST"])]
