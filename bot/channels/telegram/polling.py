"""Long polling that confirms only what is stored.

An update is confirmed by asking for the next one. That is done after `accept` has returned and not
before; killed in between, it comes again and the inbox knows it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.backoff import pause
from bot.channels.telegram.errors import asked_pause, code_of
from bot.channels.telegram.intake import take_in
from bot.channels.telegram.names import ALLOWED_UPDATES, CHANNEL
from bot.channels.telegram.raw import whole
from bot.channels.telegram.updates import FollowUp
from bot.delivery.messages import Receiver, StoreDownError

_WAIT_SECONDS = 25
_GRACE_SECONDS = 10
_AT_ONCE = 100
log = structlog.get_logger(__name__)


async def fetch(bot: Bot, offset: int | None, wait: float = _WAIT_SECONDS) -> list[Any]:
    """Updates from `offset` on, as raw JSON, waiting for the first; confirms those before it.

    Not `Bot.get_updates`: it makes objects of the whole batch and drops it for one field that it does
    not expect, again and again, until Telegram forgets the messages.

    Raises:
        TelegramError: Telegram refused or could not be reached.
    """
    wanted = json.dumps(ALLOWED_UPDATES)
    query: dict[str, object] = {"timeout": int(wait), "limit": _AT_ONCE, "allowed_updates": wanted}
    if offset is not None:
        query["offset"] = offset
    address = f"{bot.base_url}/getUpdates?{urlencode(query)}"
    result: object = await bot.request.post(address, read_timeout=wait + _GRACE_SECONDS)
    if not isinstance(result, list):
        raise TelegramError("no list of updates")
    return result


def _next_offset(updates: Sequence[object], offset: int | None) -> int | None:
    """The offset that confirms these updates.

    Raises:
        TelegramError: there are some and none has an id: asking again at once would never end.
    """
    ids = [whole(update, "update_id") for update in updates if isinstance(update, dict)]
    known = [number for number in ids if number is not None]
    if updates and not known:
        raise TelegramError("updates without ids")
    return max(known) + 1 if known else offset


def _explain(error: Exception) -> None:
    """Says what an operator can do about it."""
    if isinstance(error, Conflict):
        log.error(
            "telegram_polling_conflict",
            channel=CHANNEL,
            code="409",
            action="another program polls with the same TELEGRAM_BOT_TOKEN: stop it, or give this "
            "one a bot of its own (@BotFather, /newbot)",
        )
    elif isinstance(error, InvalidToken):
        log.error(
            "telegram_token_refused",
            channel=CHANNEL,
            code="401",
            action="ask @BotFather (/token) for a valid one, set TELEGRAM_BOT_TOKEN, start again",
        )
    elif isinstance(error, TelegramError):
        log.warning("telegram_unreachable", channel=CHANNEL, code=code_of(error))
    elif isinstance(error, StoreDownError):
        log.warning("update_put_off", channel=CHANNEL, code="store_down")
    else:
        log.exception("polling_failed", channel=CHANNEL)


async def _mend(bot: Bot, error: Exception) -> None:
    """A webhook that somebody has set meanwhile stands in the way of polling: away with it."""
    if isinstance(error, Conflict) and "webhook" in error.message.lower():
        try:
            await bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as again:
            log.warning("webhook_not_deleted", channel=CHANNEL, code=code_of(again))


async def poll(
    bot: Bot,
    receiver: Receiver,
    follow_up: Callable[[Sequence[FollowUp]], None],
    *,
    staff_chat: str = "",
    wait: float = _WAIT_SECONDS,
    heard: Callable[[], None] = lambda: None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Polls until cancelled; survives whatever Telegram, the network or the database do.

    Args:
        bot: the client.
        receiver: the inbox.
        follow_up: takes what is to be done beside answering; returns at once.
        staff_chat: id of the staff group.
        wait: seconds that Telegram holds a poll open.
        heard: called whenever Telegram has answered; for watchdogs.
        sleep: how to wait after a failure.
    """
    offset: int | None = None
    failures = 0
    webhook_gone = False
    while True:
        try:
            if not webhook_gone:
                await bot.delete_webhook(drop_pending_updates=False)
                webhook_gone = True
            updates = await fetch(bot, offset, wait)
            heard()
            follow_up(await asyncio.to_thread(_take_in, receiver, updates, staff_chat))
            after = _next_offset(updates, offset)
        except Exception as error:
            failures += 1
            _explain(error)
            await _mend(bot, error)
            await sleep(pause(failures, asked_pause(error)))
        else:
            failures, offset = 0, after


def _take_in(receiver: Receiver, updates: list[Any], staff_chat: str) -> list[FollowUp]:
    return take_in(receiver, updates, staff_chat=staff_chat)
