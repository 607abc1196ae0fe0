"""What Telegram's refusals mean for a message that was to be sent."""

from __future__ import annotations

import os
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.messages import Outcome, Sent

# python-telegram-bot's way of choosing the new type of `retry_after` and of not being warned each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_GONE = (
    ("chat not found", "chat_not_found"),
    ("peer_id_invalid", "chat_not_found"),
    ("user not found", "chat_not_found"),
    ("group chat was deactivated", "deactivated"),
    ("chat_write_forbidden", "may_not_write"),
    ("chat_restricted", "may_not_write"),
    ("not enough rights", "may_not_write"),
    ("have no rights", "may_not_write"),
    ("need administrator rights", "may_not_write"),
)
"""Words in a 400 by which Telegram says that the chat, not the message, is the trouble."""
_FORBIDDEN = (
    ("blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("was kicked", "removed"),
    ("not a member", "removed"),
    ("initiate conversation", "never_wrote"),
    ("messages to bots", "is_a_bot"),
)

_CODES: dict[type[BaseException], str] = {
    RetryAfter: "429",
    InvalidToken: "401",
    Conflict: "409",
    TimedOut: "timeout",
}


def asked_pause(error: BaseException) -> float | None:
    """The seconds after which Telegram allows the next try; None where it does not say."""
    if not isinstance(error, RetryAfter):
        return None
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def code_of(error: BaseException) -> str:
    """A short name for logs. An error's own text may hold the address with the token: never logged."""
    return _CODES.get(type(error), type(error).__name__)


def _named(error: TelegramError, table: tuple[tuple[str, str], ...]) -> str | None:
    said = error.message.lower()
    return next((code for words, code in table if words in said), None)


def _forbidden(error: Forbidden, sent: tuple[str, ...]) -> Sent:
    """A proxy's own 403 says nothing about the person: they must not be taken for gone."""
    code = _named(error, _FORBIDDEN)
    if code is None and not error.message.startswith("Forbidden: "):
        return Sent(Outcome.INCIDENT, sent, code="403")
    return Sent(Outcome.GONE, sent, code=code or "forbidden")


def outcome_of(error: TelegramError, sent: tuple[str, ...] = ()) -> Sent:
    """What sending came to when it ended in this error; `sent` are the ids of parts already out."""
    if isinstance(error, ChatMigrated):
        return Sent(Outcome.RETRY, sent, code="migrated", moved_to=str(error.new_chat_id))
    if isinstance(error, RetryAfter):
        return Sent(Outcome.RETRY, sent, after=asked_pause(error), code="429")
    if isinstance(error, InvalidToken):
        return Sent(Outcome.INCIDENT, sent, code="401")
    if isinstance(error, Forbidden):
        return _forbidden(error, sent)
    if isinstance(error, BadRequest):
        code = _named(error, _GONE)
        return Sent(Outcome.GONE if code else Outcome.REFUSED, sent, code=code or "400")
    return Sent(Outcome.RETRY, sent, code=code_of(error))
