"""Pages and endpoints of the web chat. A conversation lives as long as its cookie."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from anyio import to_thread
from babel import Locale, UnknownLocaleError, negotiate_locale
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from bot.channels.body import TooBigError, json_object, read_body
from bot.channels.service import Service
from bot.channels.waiting import Question, answer_to, hand_in
from bot.channels.web.phones import mark_phones, phones
from bot.delivery.messages import StoreDownError
from bot.language.codes import ENDONYMS
from bot.replies.catalogue import best, say, spoken
from bot.replies.menus import menu
from bot.store.conversations import Bubble, bubbles, forget
from bot.store.models import Conversation

COOKIE = "suar_chat"
CHANNEL = "web"
_HERE = Path(__file__).parent
_MOST_BYTES = 200_000
_LONGEST_ID = 64
_STREAM_SECONDS, _STREAM_LOOK_SECONDS = 300.0, 1.0
_COOKIE_SECONDS = 60 * 60 * 24 * 7
_FILES = {"chat.css": "text/css", "chat.js": "text/javascript"}
_CONTENT = {name: (_HERE / name).read_bytes() for name in _FILES}
_VERSION = hashlib.sha256(b"".join(_CONTENT.values())).hexdigest()[:8]

_templates = Environment(
    loader=FileSystemLoader(_HERE), autoescape=select_autoescape(), trim_blocks=True
)
_templates.filters["phones"] = phones


def preferred_language(header: str) -> str | None:
    """The best language Suar speaks of an Accept-Language header; None where there is none."""
    wanted = []
    for part in header.split(","):
        code = part.split(";")[0].strip().replace("-", "_")
        try:
            wanted.append(Locale.parse(code).language)
        except (ValueError, UnknownLocaleError):
            continue
    return negotiate_locale(wanted, list(spoken()))


def _session(request: Request) -> tuple[str, bool]:
    """The secret of this browser's conversation, and whether it is new."""
    known = request.cookies.get(COOKIE, "")
    return (known, False) if len(known) >= 32 else (secrets.token_urlsafe(32), True)


def _hint(request: Request) -> str | None:
    asked = request.query_params.get("lang") or request.cookies.get("suar_lang")
    if asked in spoken():
        return asked
    return preferred_language(request.headers.get("accept-language", ""))


def _with_cookie(request: Request, response: Response, secret: str) -> Response:
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE, secret, max_age=_COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure
    )
    return response


async def page(request: Request) -> Response:
    """The chat with everything said so far."""
    service: Service = request.app.state.service
    secret, _ = _session(request)
    key = service.store.keys.pseudonym(CHANNEL, secret)
    said: list[Bubble] = []
    language = best(_hint(request))
    with service.store.transaction() as session:
        conversation = session.get(Conversation, key)
        if conversation is not None:
            asked = request.query_params.get("lang")
            if asked in spoken():
                conversation.language, conversation.language_chosen = asked, True
            language = best(conversation.language or _hint(request))
            said = bubbles(session, service.store, key)
    newest = max((b.id for b in said if b.inbound), default=0)
    html = _templates.get_template("page.html").render(
        language=language,
        languages=[(code, ENDONYMS[code]) for code in spoken()],
        bubbles=said,
        newest_buttons=newest,
        start=menu("main", language),
        t=lambda name: say(name, language),
        version=_VERSION,
        exit_url=service.settings.exit_url,
    )
    response = HTMLResponse(html)
    if request.query_params.get("lang") in spoken():
        response.set_cookie("suar_lang", request.query_params["lang"], samesite="lax")
    return response


async def _text_of(request: Request) -> tuple[str | None, str | None]:
    """What was written, from JSON or a form, and the page's own id of it; None where it is too big."""
    try:
        body = await read_body(request, _MOST_BYTES)
    except TooBigError:
        return None, None
    found: dict[str, Any]
    if "json" in request.headers.get("content-type", ""):
        found = json_object(body)
    else:
        found = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    text, once = found.get("text"), found.get("once")
    once = once[:_LONGEST_ID] if isinstance(once, str) and once else None
    return text if isinstance(text, str) else "", once


def _as_json(bubble: Bubble) -> dict[str, Any]:
    return {
        "id": bubble.id,
        "text": bubble.text,
        "marked": mark_phones(bubble.text),
        "buttons": [{"title": title, "payload": token} for title, token in bubble.buttons],
    }


def _hand_in(
    service: Service, secret: str, text: str, once: str | None, hint: str | None
) -> Question:
    return hand_in(service, CHANNEL, secret, text, once=once, hint=hint)


def _language_of(service: Service, conversation_id: str, hint: str | None) -> str:
    with service.store.transaction() as session:
        conversation = session.get(Conversation, conversation_id)
        return best((conversation.language if conversation else None) or hint)


async def chat(request: Request) -> Response:
    """One message; answered as JSON, or as the page again for a browser without JavaScript."""
    service: Service = request.app.state.service
    if request.headers.get("sec-fetch-site") == "cross-site":
        return PlainTextResponse("", 403)
    secret, _ = _session(request)
    wants_json = "application/json" in request.headers.get("accept", "")
    text, once = await _text_of(request)
    if text is None:
        language = best(_hint(request))
        told = [
            {"text": say("too_long", language), "marked": say("too_long", language), "buttons": []}
        ]
        if not wants_json:
            return PlainTextResponse(say("too_long", language), 413)
        return JSONResponse({"replies": told, "language": language}, 413)
    try:
        question = await to_thread.run_sync(_hand_in, service, secret, text, once, _hint(request))
    except StoreDownError:
        return JSONResponse({"error": "not stored; send it again"}, 503)
    replies = await answer_to(service, question)
    if not wants_json:
        return _with_cookie(request, RedirectResponse("/#last", 303), secret)
    hint = _hint(request)
    language = await to_thread.run_sync(_language_of, service, question.conversation_id, hint)
    body = {"replies": [_as_json(reply) for reply in replies], "language": language}
    return _with_cookie(request, JSONResponse(body), secret)


async def leave(request: Request) -> Response:
    """Quick exit: forgets this browser's conversation here and there, and goes somewhere neutral."""
    service: Service = request.app.state.service
    if request.headers.get("sec-fetch-site") == "cross-site":
        return PlainTextResponse("", 403)
    secret, new = _session(request)
    if not new:
        with service.store.transaction() as session:
            forget(session, service.store.keys.pseudonym(CHANNEL, secret))
    response = RedirectResponse(service.settings.exit_url, 303)
    response.delete_cookie(COOKIE)
    response.delete_cookie("suar_lang")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _since(service: Service, secret: str, after: int) -> list[Bubble]:
    key = service.store.keys.pseudonym(CHANNEL, secret)
    with service.store.transaction() as session:
        said = bubbles(session, service.store, key, after)
    return [bubble for bubble in said if not bubble.inbound]


async def events(request: Request) -> Response:
    """Server-sent events: what is said outside an answer (a late answer, a person of the hotline).

    The id of an event is that of its bubble, so that a browser that was cut off goes on where it was.
    """
    service: Service = request.app.state.service
    secret, new = _session(request)
    if new:
        return PlainTextResponse("", 204)
    last = request.headers.get("last-event-id") or request.query_params.get("after") or "0"

    async def stream() -> AsyncIterator[str]:
        seen = int(last) if last.isdigit() else 0
        ends = time.monotonic() + _STREAM_SECONDS
        yield "retry: 2000\n\n"
        while time.monotonic() < ends:
            for bubble in await to_thread.run_sync(_since, service, secret, seen):
                seen = bubble.id
                data = json.dumps(_as_json(bubble), ensure_ascii=False)
                yield f"id: {bubble.id}\ndata: {data}\n\n"
            await asyncio.sleep(_STREAM_LOOK_SECONDS)

    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)


async def static(request: Request) -> Response:
    """The two files of the page."""
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("", 404)
    headers = {"Cache-Control": "max-age=31536000, immutable"}
    return Response(_CONTENT[name], media_type=_FILES[name], headers=headers)


routes = [
    Route("/", page),
    Route("/chat", chat, methods=["POST"]),
    Route("/chat/events", events),
    Route("/leave", leave, methods=["POST"]),
    Route("/static/{name}", static),
]
