"""A bubble -> what is posted to the Graph API, within WhatsApp's limits. Pure.

Up to three short buttons stand below the text; more, or longer ones, are rows of a list that opens
on a tap; more than ten rows go into further lists. The recipient is put in by the sender.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.whatsapp.split import cut, size, split
from bot.replies.catalogue import say

MOST_TEXT, MOST_BODY = 4096, 1024
MOST_BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
MOST_ROWS, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 10, 24, 72, 200
Buttons = Sequence[tuple[str, str]]
Payload = dict[str, Any]


def lay_out(text: str, buttons: Buttons, language: str) -> list[Payload]:
    """The messages that say a bubble, in order; none for a bubble without text and buttons."""
    usable = _usable(buttons)
    lost = len(usable) < len({token for _, token in buttons})
    if lost:  # a token that fits nowhere: the choices are named, and can be written
        return [_text(part) for part in split(_named(text, buttons), MOST_TEXT)]
    if not usable:
        return [_text(part) for part in split(text, MOST_TEXT)]
    body, first = text.strip(), []
    if not body or size(body) > MOST_BODY:
        first = [_text(part) for part in split(body, MOST_TEXT)]
        body = say("whatsapp.tap", language)
    if _fit_as_buttons(usable):
        return [*first, _reply_buttons(body, usable)]
    return [*first, *_lists(body, usable, language)]


def _usable(buttons: Buttons) -> list[tuple[str, str]]:
    """Buttons with a title, each token once (Meta refuses a message that holds one twice)."""
    found: dict[str, str] = {}
    for title, token in buttons:
        if 0 < size(token) <= ROW_ID and token == token.strip():
            found.setdefault(token, " ".join(title.split()) or "…")
    return [(title, token) for token, title in found.items()]


def _named(text: str, buttons: Buttons) -> str:
    choices = "\n".join(f"• {title}" for title, _ in buttons)
    return f"{text.strip()}\n\n{choices}"


def _fit_as_buttons(buttons: Buttons) -> bool:
    titles = {title for title, _ in buttons}
    short = all(size(title) <= BUTTON_TITLE for title in titles)
    return short and len(titles) == len(buttons) <= MOST_BUTTONS


def _text(body: str) -> Payload:
    # without a preview: WhatsApp would fetch the page, and show what it is about
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _reply_buttons(body: str, buttons: Buttons) -> Payload:
    replies = [
        {"type": "reply", "reply": {"id": token, "title": title}} for title, token in buttons
    ]
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": body}, "action": {"buttons": replies}},
    }


def _lists(body: str, buttons: Buttons, language: str) -> list[Payload]:
    """One list, or several of about the same length."""
    lists = -(-len(buttons) // MOST_ROWS)
    length = -(-len(buttons) // lists)
    chunks = [buttons[at : at + length] for at in range(0, len(buttons), length)]
    bodies = [body, *(say("whatsapp.more", language) for _ in chunks[1:])]
    return [_list(said, rows, language) for said, rows in zip(bodies, chunks, strict=True)]


def _list(body: str, buttons: Buttons, language: str) -> Payload:
    label = say("whatsapp.choose", language)
    section = {
        "title": cut(label, ROW_TITLE),
        "rows": [_row(title, token) for title, token in buttons],
    }
    action = {"button": cut(label, BUTTON_TITLE), "sections": [section]}
    return {
        "type": "interactive",
        "interactive": {"type": "list", "body": {"text": body}, "action": action},
    }


def _row(title: str, token: str) -> dict[str, str]:
    row = {"id": token, "title": cut(title, ROW_TITLE)}
    if row["title"] != title:
        row["description"] = cut(title, ROW_DESCRIPTION)
    return row
