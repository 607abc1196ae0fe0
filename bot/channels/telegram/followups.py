"""Does what an update asks for beside an answer, in the background; never in the way of a request."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.errors import code_of
from bot.channels.telegram.names import CHANNEL
from bot.channels.telegram.updates import AnswerCallback, FollowUp, Leave

_MOST_WAITING = 1000
log = structlog.get_logger(__name__)


async def carry_out(bot: Bot, follow_up: FollowUp) -> None:
    """Does one of them. A failure is logged and harmless: the little clock stops by itself."""
    try:
        if isinstance(follow_up, AnswerCallback):
            await bot.answer_callback_query(follow_up.query_id)
        elif isinstance(follow_up, Leave):
            await bot.leave_chat(int(follow_up.chat))
        else:
            log.warning("staff_group_joined", channel=CHANNEL)
    except TelegramError as error:
        log.info("follow_up_failed", channel=CHANNEL, code=code_of(error))


class FollowUps:
    """Carries follow-ups out on one event loop; may be handed some from any thread."""

    def __init__(self, bot: Bot, loop: asyncio.AbstractEventLoop) -> None:
        self._bot = bot
        self._loop = loop
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, follow_ups: Sequence[FollowUp]) -> None:
        """Takes some on; returns at once. Under a flood the oldest are enough: more are let go."""
        if follow_ups and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._begin, list(follow_ups))

    def _begin(self, follow_ups: list[FollowUp]) -> None:
        for follow_up in follow_ups:
            if len(self._tasks) >= _MOST_WAITING:
                return
            task = self._loop.create_task(carry_out(self._bot, follow_up))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Waits for those under way."""
        if self._tasks:
            await asyncio.wait(self._tasks)
