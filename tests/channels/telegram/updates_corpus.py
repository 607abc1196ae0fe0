"""Updates of every kind, shaped as the Bot API documents them."""

from __future__ import annotations

from typing import Any

ADA = {"id": 501, "is_bot": False, "first_name": "Ada", "language_code": "id"}
PRIVATE = {"id": 501, "type": "private", "first_name": "Ada"}
GROUP = {"id": -60, "type": "group", "title": "Keluarga"}
BOT = {"id": 9, "is_bot": True, "first_name": "Suar", "username": "suar_bot"}
FILE = {"file_id": "AgAC", "file_unique_id": "u1", "file_size": 10}
PLACE = {"latitude": 3.139, "longitude": 101.6869}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 7, "date": 1_790_000_000, "chat": chat, "from": ADA, **content}


def update(kind: str = "message", content: Any = None, number: int = 42) -> dict[str, Any]:
    return {"update_id": number, kind: content}


def written(text: str, **more: Any) -> dict[str, Any]:
    return update("message", message(text=text, **more))


def sent(**content: Any) -> dict[str, Any]:
    return update("message", message(**content))


def member(status: str) -> dict[str, Any]:
    return {"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def membership(chat: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    change = {
        "chat": chat,
        "from": ADA,
        "date": 1_790_000_000,
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
    return update("my_chat_member", change)


def tap(data: str | None = "b:AbCdEfGhIjKl", chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    query = {"id": "q1", "from": ADA, "chat_instance": "1", "message": message(chat, text="?")}
    return update("callback_query", query | ({"data": data} if data else {"game_short_name": "g"}))


_PHOTO = [FILE | {"width": 90, "height": 90}, FILE | {"file_id": "big", "width": 9, "height": 9}]
_VIDEO = FILE | {"width": 1, "height": 1, "duration": 3}
_STICKER = FILE | {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "😢",
}
_CONTACT = {"phone_number": "+60123456789", "first_name": "Canary", "user_id": 5}
_POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}

KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "text": (written("saya dikurung"), "text"),
    "photo": (sent(photo=_PHOTO, caption="lowongan"), "photo"),
    "voice": (sent(voice=FILE | {"duration": 3}), "voice"),
    "audio": (sent(audio=FILE | {"duration": 3}), "voice"),
    "video": (sent(video=_VIDEO), "video"),
    "video_note": (sent(video_note=FILE | {"length": 1, "duration": 3}), "video"),
    "animation": (sent(animation=_VIDEO, document=FILE), "video"),
    "document": (sent(document=FILE | {"file_name": "kontrak.pdf"}), "document"),
    "sticker": (sent(sticker=_STICKER), "sticker"),
    "contact": (sent(contact=_CONTACT), "contact"),
    "location": (sent(location=PLACE), "location"),
    "live": (sent(location=PLACE | {"live_period": 900}), "location"),
    "venue": (sent(venue={"location": PLACE, "title": "t", "address": "a"}), "location"),
    "venue_with_location": (
        sent(location=PLACE, venue={"location": PLACE, "title": "t", "address": "a"}),
        "location",
    ),
    "poll": (sent(poll=_POLL), "unsupported"),
    "dice": (sent(dice={"emoji": "🎲", "value": 3}), "unsupported"),
    "story": (sent(story={"chat": PRIVATE, "id": 1}), "unsupported"),
    "new_kind": (sent(hologram={"file_id": "x"}, caption="tolong"), "unsupported"),
    "start": (written("/start"), "start"),
    "command": (written("/menu"), "text"),
    "tap": (tap(), "button"),
    "game_tap": (tap(None), "unsupported"),
    "edited": (update("edited_message", message(text="baru", edit_date=1_790_000_001)), "text"),
    "blocked": (membership(PRIVATE, "member", "kicked"), "blocked"),
    "unblocked": (membership(PRIVATE, "kicked", "member"), "blocked"),
    "added": (membership(GROUP, "left", "member"), "group"),
    "removed": (membership(GROUP, "member", "kicked"), "blocked"),
    "in_group": (update("message", message(GROUP, text="halo")), "group"),
    "migrated": (update("message", message(GROUP, migrate_to_chat_id=-10060)), "migrated"),
    "new_update": (update("hologram_call", {"chat": PRIVATE, "from": ADA}), "unsupported"),
}
"""Name -> (update, the kind it becomes)."""
