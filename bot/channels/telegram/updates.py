"""Turns an update of Telegram's into messages and what else it asks for. Pure; nothing is fetched.

The raw JSON is read, not python-telegram-bot's objects: those refuse a whole update for one field
they do not expect, and a message must not be lost for its sticker. (The tests hold the two against
each other.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.commands import is_payload, language_of, split_command, words_for
from bot.channels.telegram.content import content, is_service
from bot.channels.telegram.names import CHANNEL
from bot.channels.telegram.raw import part, text, whole
from bot.delivery.messages import Inbound, Kind

_NOT_FOR_US = frozenset(
    {"channel_post", "edited_channel_post", "business_connection", "business_message",
     "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
     "message_reaction_count", "inline_query", "chosen_inline_result", "shipping_query",
     "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "chat_join_request",
     "chat_boost", "removed_chat_boost", "managed_bot"}
)  # fmt: skip
_GROUPS = frozenset({"group", "supergroup"})
_AWAY = frozenset({"left", "kicked"})
_OLD_CODES = {"in": "id", "fil": "tl", "iw": "he"}


class UnreadableUpdateError(ValueError):
    """A signed update of which not even the chat can be made out: quarantine, never silence."""


@dataclass(frozen=True, slots=True)
class AnswerCallback:
    """Stop the little clock on a tapped button."""

    query_id: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a channel to which the bot was added: there is nobody to talk to."""

    chat: str


@dataclass(frozen=True, slots=True)
class StaffJoined:
    """Somebody has joined the staff group, who may not belong there."""


FollowUp = AnswerCallback | Leave | StaffJoined


@dataclass(frozen=True, slots=True)
class _Chat:
    id: str
    type: str

    @property
    def is_group(self) -> bool:
        return self.type in _GROUPS


def _chat(holder: dict[str, Any]) -> _Chat | None:
    """The chat of a message or event; where its type is missing, the sign of its id tells."""
    chat = part(holder, "chat")
    number = whole(chat, "id")
    if number is None:
        return None
    kind = text(chat, "type") or ("private" if number > 0 else "group")
    return _Chat(str(number), kind)


def _language(person: dict[str, Any]) -> dict[str, str]:
    """ISO 639-1 code of the person's app ("zh-hans" is "zh")."""
    code = text(person, "language_code").split("-")[0].lower()
    code = _OLD_CODES.get(code, code)
    return {"language": code} if len(code) == 2 and code.isascii() and code.isalpha() else {}


def _circumstances(message: dict[str, Any], *, edited: bool) -> dict[str, Any]:
    """What is known beside the words. `message_id` and `date` serve the wipe."""
    found: dict[str, Any] = dict(_language(part(message, "from")))
    for ours, theirs in (("message_id", "message_id"), ("reply_to", "reply_to_message")):
        holder = part(message, theirs) if ours == "reply_to" else message
        number = whole(holder, "message_id")
        if number is not None:
            found[ours] = str(number)
    date = whole(message, "date")
    if date is not None:
        found["date"] = date
    if "forward_origin" in message or "forward_date" in message:
        found["forwarded"] = True
    if edited:
        found["edited"] = True
    album = text(message, "media_group_id")
    if album:
        found["album"] = album
    return found


def _commanded(words: str, extra: dict[str, Any]) -> tuple[Kind, str, dict[str, Any]]:
    """A known command becomes a start or plain words; whatever else begins with "/" stays text."""
    found = split_command(words)
    if found is None:
        return Kind.TEXT, words, extra
    name, rest = found
    if name == "start":
        if not is_payload(rest):
            return Kind.TEXT, rest, extra
        asked = language_of(rest)
        language = {"language": asked} if asked else {}
        return Kind.START, "", {**extra, **language, "payload": rest}
    said = words_for(name, extra.get("language"))
    if said is None:
        return Kind.TEXT, words, extra
    if rest:  # "/help they took my passport" is a message, not a tap
        return Kind.TEXT, words.strip().removeprefix("/"), extra
    return Kind.TEXT, said, {**extra, "command": name}


class _Reader:
    """One update on its way to messages."""

    def __init__(self, update_id: int, staff_chat: str) -> None:
        self._update_id = update_id
        self._staff_chat = staff_chat

    def _inbound(
        self, chat: _Chat, kind: Kind, words: str = "", extra: dict[str, Any] | None = None
    ) -> Inbound:
        provider_id = f"{self._update_id}:{chat.id}"
        return Inbound(CHANNEL, provider_id, chat.id, kind, words, extra or {})

    def message(self, message: dict[str, Any], *, edited: bool) -> list[Inbound]:
        chat = _chat(message) or _chat({"chat": part(message, "from")})
        if chat is None:
            raise UnreadableUpdateError("a message without a chat")
        if chat.id == self._staff_chat or chat.type == "channel":
            return []
        moved = whole(message, "migrate_to_chat_id")
        if moved is not None:
            return [self._inbound(chat, Kind.MIGRATED, "", {"to": str(moved)})]
        # Two bots that answer each other never stop.
        if is_service(message) or part(message, "from").get("is_bot") is True:
            return []
        extra = _circumstances(message, edited=edited)
        if chat.is_group:
            return [self._inbound(chat, Kind.GROUP, "", _language(part(message, "from")))]
        kind, words, needs = content(message, edited=edited)
        extra.update(needs)
        if kind is Kind.TEXT:
            kind, words, extra = _commanded(words, extra)
        return [self._inbound(chat, kind, words, extra)]

    def tap(self, query: dict[str, Any]) -> tuple[list[Inbound], list[FollowUp]]:
        query_id = text(query, "id")
        follow: list[FollowUp] = [AnswerCallback(query_id)] if query_id else []
        person = part(query, "from")
        chat = _chat(part(query, "message")) or _chat({"chat": person})
        if chat is None:
            raise UnreadableUpdateError("a tapped button without a chat")
        if chat.type in _GROUPS | {"channel"}:
            return [], follow
        extra: dict[str, Any] = dict(_language(person))
        shown = whole(part(query, "message"), "message_id")
        if shown is not None:
            extra["reply_to"] = str(shown)
        token = text(query, "data")
        kind = Kind.BUTTON if token else Kind.UNSUPPORTED
        return [self._inbound(chat, kind, token, extra)], follow

    def membership(self, change: dict[str, Any]) -> tuple[list[Inbound], list[FollowUp]]:
        """The bot itself was blocked, unblocked, added or removed."""
        chat = _chat(change)
        if chat is None:
            raise UnreadableUpdateError("a change of membership without a chat")
        if chat.id == self._staff_chat:
            return [], []
        away = text(part(change, "new_chat_member"), "status") in _AWAY
        if chat.type == "channel":
            return [], [] if away else [Leave(chat.id)]
        if away or not chat.is_group:
            return [self._inbound(chat, Kind.BLOCKED, "", {"blocked": away})], []
        came = text(part(change, "old_chat_member"), "status") in _AWAY | {""}
        extra = _language(part(change, "from"))
        return ([self._inbound(chat, Kind.GROUP, "", extra)] if came else []), []

    def staff(self, change: dict[str, Any]) -> list[FollowUp]:
        chat = _chat(change)
        stays = text(part(change, "new_chat_member"), "status") not in _AWAY
        ours = chat is not None and chat.id == self._staff_chat
        return [StaffJoined()] if ours and stays else []

    def something(self, update: dict[str, Any]) -> list[Inbound]:
        """A kind of update that is not known yet: answered where it comes from one person's chat."""
        for holder in update.values():
            chat = _chat(holder) if isinstance(holder, dict) else None
            if chat is not None and chat.type == "private":
                extra = dict(_language(part(holder, "from")))
                return [self._inbound(chat, Kind.UNSUPPORTED, "", extra)]
        return []


def read_update(update: object, *, staff_chat: str = "") -> tuple[list[Inbound], list[FollowUp]]:
    """The messages of an update, and what is to be done beside answering.

    Args:
        update: the update as JSON.
        staff_chat: id of the staff group, which is not answered and not left.

    Raises:
        UnreadableUpdateError: it is no update, or it has a message and no chat to answer in.
    """
    fields = part({"update": update}, "update")
    update_id = whole(fields, "update_id")
    if update_id is None:
        raise UnreadableUpdateError("no update_id")
    reader = _Reader(update_id, staff_chat)
    for name, edited in (("message", False), ("edited_message", True)):
        if name in fields:
            return reader.message(part(fields, name), edited=edited), []
    if "callback_query" in fields:
        return reader.tap(part(fields, "callback_query"))
    if "my_chat_member" in fields:
        return reader.membership(part(fields, "my_chat_member"))
    if "chat_member" in fields:
        return [], reader.staff(part(fields, "chat_member"))
    return ([] if _NOT_FOR_US & fields.keys() else reader.something(fields)), []
