"""What one message of WhatsApp is: its kind, its text, and what goes with it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from bot.channels.whatsapp.identity import UnreadableError, clean_id, phone_of, user_id_of
from bot.delivery.messages import Kind

Content = tuple[Kind, str, dict[str, Any]]
"""Kind, text and what goes into `extra`."""

SILENT = frozenset({"reaction", "revoke"})
"""What needs no answer: a thumb is no question, and who takes a message back wants less said."""
_MOVED = frozenset({"user_changed_number", "customer_changed_number", "user_changed_user_id"})


def _part(message: dict[str, Any], name: str) -> dict[str, Any]:
    found = message.get(name)
    if not isinstance(found, dict):
        raise UnreadableError(f"no {name} in a message of type {name}")
    return found


def written(value: Any) -> str:
    """A text of a person; half a character (which no database takes) becomes a mark.

    Raises:
        UnreadableError: it is no text.
    """
    if not isinstance(value, str):
        raise UnreadableError("a text that is none")
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _text(message: dict[str, Any]) -> Content:
    return Kind.TEXT, written(_part(message, "text").get("body")), {}


def _captioned(kind: Kind, name: str) -> Callable[[dict[str, Any]], Content]:
    def read(message: dict[str, Any]) -> Content:
        caption = _part(message, name).get("caption")
        return kind, "" if caption is None else written(caption), {}

    return read


def _plain(kind: Kind) -> Callable[[dict[str, Any]], Content]:
    return lambda _message: (kind, "", {})


def _interactive(message: dict[str, Any]) -> Content:
    found = message.get("interactive")
    for name in ("button_reply", "list_reply"):
        if isinstance(found, dict) and isinstance(reply := found.get(name), dict):
            return Kind.BUTTON, clean_id(reply.get("id"), "the id of a button"), {}
    return Kind.UNSUPPORTED, "", {}  # forms, calls: we send none; or Meta could not show us which


def _quick_reply(message: dict[str, Any]) -> Content:
    button = _part(message, "button")
    return Kind.BUTTON, written(button.get("payload") or button.get("text")), {}


def _location(message: dict[str, Any]) -> Content:
    place = _part(message, "location")
    degrees = {}
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = place.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise UnreadableError(f"a location without {name}")
        try:
            degrees[name] = float(value)
        except (ValueError, OverflowError) as error:
            raise UnreadableError(f"a location whose {name} is no number") from error
        if not math.isfinite(degrees[name]) or abs(degrees[name]) > most:
            raise UnreadableError(f"a location whose {name} is not on the Earth")
    return Kind.LOCATION, "", {**degrees, "live": False}


_READERS: dict[str, Callable[[dict[str, Any]], Content]] = {
    "text": _text,
    "image": _captioned(Kind.PHOTO, "image"),
    "video": _captioned(Kind.VIDEO, "video"),
    "document": _captioned(Kind.DOCUMENT, "document"),
    "audio": _plain(Kind.VOICE),
    "voice": _plain(Kind.VOICE),
    "sticker": _plain(Kind.STICKER),
    "contacts": _plain(Kind.CONTACT),
    "location": _location,
    "interactive": _interactive,
    "button": _quick_reply,
    "request_welcome": _plain(Kind.START),
}


def content(message: dict[str, Any]) -> Content:
    """What a message says. A type nobody has told us of is UNSUPPORTED, and so gets an answer.

    Raises:
        UnreadableError: it is of a type we know and does not hold what that type holds.
    """
    kind, text, extra = _READERS.get(str(message.get("type")), _plain(Kind.UNSUPPORTED))(message)
    return kind, text, {**extra, **_around(message)}


def edited(message: dict[str, Any]) -> Content:
    """What a message says after it was edited.

    Raises:
        UnreadableError: the edit does not hold a message.
    """
    edit = _part(message, "edit")
    kind, text, extra = content(_part(edit, "message"))
    extra |= {"edited": True}
    if "original_message_id" in edit:
        extra["reply_to"] = clean_id(edit["original_message_id"], "the id of an edited message")
    return kind, text, extra


def _around(message: dict[str, Any]) -> dict[str, Any]:
    """Forwarded, in reply to what, through which advertisement. Oddities here cost no message."""
    extra: dict[str, Any] = {}
    context, referral = message.get("context"), message.get("referral")
    if isinstance(context, dict):
        if context.get("forwarded") is True or context.get("frequently_forwarded") is True:
            extra["forwarded"] = True
        if user_id_of(context.get("id")):
            extra["reply_to"] = context["id"]
    if isinstance(referral, dict):
        kept = {name: referral.get(name) for name in ("source_type", "source_id")}
        extra["referral"] = {
            name: written(value)[:100] for name, value in kept.items() if isinstance(value, str)
        }
    return extra


def move(message: dict[str, Any]) -> tuple[str | None, str] | None:
    """(old address if it is named, new address) of a person who changed number; None for other news.

    `body` names old and new too, beside the profile name. It is not read: somebody could call
    themselves "A changed from <her id> to <mine>" and be handed her conversation.
    """
    system = _part(message, "system")
    if str(system.get("type")) not in _MOVED:
        return None
    new = user_id_of(system.get("user_id")) or phone_of(system.get("wa_id"))
    new = new or phone_of(system.get("new_wa_id"))
    if new is None:
        raise UnreadableError("a change of number without the new one")
    old = user_id_of(system.get("previous_user_id")) or phone_of(system.get("customer"))
    return old, new
