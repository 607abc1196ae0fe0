"""Pages and endpoints of the web chat. A conversation lives as long as its cookie."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError, negotiate_locale
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from bot.channels.service import Service
from bot.channels.web.phones import mark_phones, phones
from bot.language.codes import ENDONYMS
from bot.replies.catalogue import best, say, spoken
from bot.replies.menus import menu
from bot.store.conversations import Bubble, bubbles, forget
from bot.store.models import Conversation

COOKIE = "suar_chat"
CHANNEL = "web"
_HERE = Path(__file__).parent
_MOST_BYTES = 64_000
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
            language = best(conversation.language)
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


async def _text_of(request: Request) -> str | None:
    """What was written, from JSON or a form; None where it is too big."""
    if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
        return None
    if "json" in request.headers.get("content-type", ""):
        try:
            document = json.loads(await request.body())
        except ValueError:
            return ""
        text = document.get("text") if isinstance(document, dict) else None
        return text if isinstance(text, str) else ""
    form = await request.form()
    text = form.get("text")
    return text if isinstance(text, str) else ""


def _as_json(bubble: Bubble) -> dict[str, Any]:
    return {
        "text": bubble.text,
        "marked": mark_phones(bubble.text),
        "buttons": [{"title": title, "payload": token} for title, token in bubble.buttons],
    }


async def chat(request: Request) -> Response:
    """One message; answered as JSON, or as the page again for a browser without JavaScript."""
    service: Service = request.app.state.service
    if request.headers.get("sec-fetch-site") == "cross-site":
        return PlainTextResponse("", 403)
    secret, _ = _session(request)
    wants_json = "application/json" in request.headers.get("accept", "")
    text = await _text_of(request)
    if text is None:
        language = best(_hint(request))
        told = [
            {"text": say("too_long", language), "marked": say("too_long", language), "buttons": []}
        ]
        return JSONResponse({"replies": told, "language": language}, 413)
    replies = await service.dialogue.turn(CHANNEL, secret, text, language_hint=_hint(request))
    if not wants_json:
        return _with_cookie(request, RedirectResponse("/#last", 303), secret)
    with service.store.transaction() as session:
        key = service.store.keys.pseudonym(CHANNEL, secret)
        conversation = session.get(Conversation, key)
        language = best(conversation.language if conversation else _hint(request))
    body = {"replies": [_as_json(reply) for reply in replies], "language": language}
    return _with_cookie(request, JSONResponse(body), secret)


async def leave(request: Request) -> Response:
    """Quick exit: forgets this browser's conversation here and there, and goes somewhere neutral."""
    service: Service = request.app.state.service
    secret, new = _session(request)
    if not new:
        with service.store.transaction() as session:
            forget(session, service.store.keys.pseudonym(CHANNEL, secret))
    response = RedirectResponse(service.settings.exit_url, 303)
    response.delete_cookie(COOKIE)
    response.delete_cookie("suar_lang")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


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
    Route("/leave", leave, methods=["POST"]),
    Route("/static/{name}", static),
]
