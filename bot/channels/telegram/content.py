"""What a message of Telegram's holds: its kind, its words, and what the kind needs."""

from __future__ import annotations

from typing import Any

from bot.channels.telegram.raw import fraction, part, text
from bot.delivery.messages import Kind

# The first that is there decides: Telegram puts `document` beside `animation`, `location` beside `venue`.
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("photo", Kind.PHOTO),
    ("live_photo", Kind.PHOTO),
    ("voice", Kind.VOICE),
    ("audio", Kind.VOICE),
    ("video", Kind.VIDEO),
    ("video_note", Kind.VIDEO),
    ("animation", Kind.VIDEO),
    ("document", Kind.DOCUMENT),
    ("sticker", Kind.STICKER),
    ("contact", Kind.CONTACT),
    ("location", Kind.LOCATION),
    ("venue", Kind.LOCATION),
)
_SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "migrate_from_chat_id",
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "connected_website",
    "proximity_alert_triggered",
    "boost_added",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
)
"""Telegram's own notes about a chat ("Ani pinned a message"): nobody wrote them."""


def is_service(message: dict[str, Any]) -> bool:
    """True for a note of Telegram's that no person wrote."""
    return "text" not in message and any(name in message for name in _SERVICE)


def _file(message: dict[str, Any], field: str) -> dict[str, Any]:
    """The id by which a person of the hotline can be shown the file later, once that is consented to."""
    value = message.get(field)
    if isinstance(value, list):  # a photo comes in several sizes, the largest last
        value = value[-1] if value else None
    file_id = text(value, "file_id") if isinstance(value, dict) else ""
    return {"file": file_id} if file_id else {}


def _place(message: dict[str, Any], *, edited: bool) -> dict[str, Any]:
    location = part(message, "location") or part(message, "venue", "location")
    # Only a live location is ever edited, and the last edit has lost its `live_period`.
    live = edited or "live_period" in location
    return {
        "latitude": fraction(location, "latitude"),
        "longitude": fraction(location, "longitude"),
        "live": live,
    }


def content(message: dict[str, Any], *, edited: bool = False) -> tuple[Kind, str, dict[str, Any]]:
    """Kind, words and extras. A kind that is not known is `UNSUPPORTED`, with its caption.

    A contact has neither words nor extras: the name and number of somebody who was not asked are
    left where they are.
    """
    if isinstance(message.get("text"), str):
        return Kind.TEXT, text(message, "text"), {}
    caption = text(message, "caption")
    for field, kind in _KINDS:
        if field not in message:
            continue
        if kind is Kind.CONTACT:
            return kind, "", {}
        if kind is Kind.LOCATION:
            return kind, "", _place(message, edited=edited)
        if kind is Kind.STICKER:
            return kind, "", {}
        return kind, caption, _file(message, field)
    return Kind.UNSUPPORTED, caption, {}
