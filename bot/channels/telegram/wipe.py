"""Deletes what can be deleted of a chat: Telegram lets a bot take back the last 48 hours, both sides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram.backoff import pause
from bot.channels.telegram.errors import asked_pause, code_of
from bot.channels.telegram.names import CHANNEL

OLDEST = timedelta(hours=48)
_AT_ONCE = 100
_TRIES = 4
_ALREADY_GONE = "message to delete not found"
_Sleep = Callable[[float], Awaitable[object]]
log = structlog.get_logger(__name__)


async def _try(call: Callable[[], Awaitable[object]], sleep: _Sleep) -> TelegramError | None:
    """Calls until Telegram has answered; returns its refusal, or the last failure."""
    for failures in range(1, _TRIES + 1):
        try:
            await call()
        except (BadRequest, Forbidden) as refusal:
            return refusal
        except TelegramError as error:
            if failures == _TRIES:
                return error
            await sleep(pause(failures, asked_pause(error)))
        else:
            return None
    return None


async def _one_by_one(bot: Bot, chat: int, ids: Sequence[int], sleep: _Sleep) -> int:
    kept = 0
    for message_id in ids:
        error = await _try(partial(bot.delete_message, chat, message_id), sleep)
        if error is not None and _ALREADY_GONE not in error.message.lower():
            kept += 1
    return kept


async def wipe(
    bot: Bot,
    address: str,
    messages: Sequence[tuple[str, timedelta]],
    *,
    sleep: _Sleep = asyncio.sleep,
) -> int:
    """Deletes messages of a private chat, the person's and ours.

    Args:
        bot: the client.
        address: the chat.
        messages: (message id, age) of each.
        sleep: how to wait when Telegram asks for it.

    Returns:
        How many are still there: too old, or refused. The person is told.
    """
    chat = int(address)
    young = [int(message_id) for message_id, age in messages if age < OLDEST]
    kept = len(messages) - len(young)
    for start in range(0, len(young), _AT_ONCE):
        batch = young[start : start + _AT_ONCE]
        error = await _try(partial(bot.delete_messages, chat, batch), sleep)
        if isinstance(error, BadRequest):  # one that may not be deleted stops the whole batch
            kept += await _one_by_one(bot, chat, batch, sleep)
        elif error is not None:
            log.warning("not_wiped", channel=CHANNEL, code=code_of(error), count=len(batch))
            kept += len(batch)
    return kept
