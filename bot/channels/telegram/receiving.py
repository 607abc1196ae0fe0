"""The receiving side as one part of the service: set-up, polling where there is no webhook, follow-ups."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.backoff import pause
from bot.channels.telegram.client import close_bot, open_bot, webhook_secret
from bot.channels.telegram.errors import asked_pause, code_of
from bot.channels.telegram.followups import FollowUps
from bot.channels.telegram.names import CHANNEL
from bot.channels.telegram.polling import poll
from bot.channels.telegram.setup import introduce, set_webhook
from bot.channels.telegram.updates import FollowUp
from bot.channels.telegram.webhook import webhook_route
from bot.delivery.messages import Receiver
from bot.settings import Settings

_LOOK_AFTER_SECONDS = 600.0
_INTRODUCTIONS = 144  # a day
_STOP_SECONDS = 10.0
log = structlog.get_logger(__name__)


async def _insist(what: Callable[[], Awaitable[object]], event: str) -> None:
    """Tries until it works: at the start the network may not be there yet."""
    failures = 0
    while True:
        try:
            await what()
        except TelegramError as error:
            failures += 1
            log.warning(event, channel=CHANNEL, code=code_of(error), count=failures)
            await asyncio.sleep(pause(failures, asked_pause(error)))
        else:
            return


class TelegramReceiving:
    """Receives for Telegram in a thread with an event loop of its own, until stopped."""

    def __init__(self, settings: Settings, receiver: Receiver) -> None:
        self._settings = settings
        self._receiver = receiver
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._follow_ups: FollowUps | None = None
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._last_heard: float | None = None

    @property
    def silent_seconds(self) -> float | None:
        """How long ago Telegram last answered a poll; None before the first time, and with a webhook."""
        return None if self._last_heard is None else time.monotonic() - self._last_heard

    def route(self) -> Route:
        """The webhook. It is there with polling too, so that switching over loses nothing."""
        secret = webhook_secret(self._settings)
        staff = self._settings.telegram_staff_chat
        return webhook_route(self._receiver, secret, self.follow_up, staff_chat=staff)

    def follow_up(self, found: Sequence[FollowUp]) -> None:
        """Takes on what is to be done beside answering; returns at once."""
        if self._follow_ups is not None:
            self._follow_ups.add(found)

    def start(self) -> None:
        """Begins, in a thread."""
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run()), name="telegram", daemon=True
        )
        self._thread.start()
        self._ready.wait(_STOP_SECONDS)

    def stop(self) -> None:
        """Ends. What Telegram has not had confirmed comes again at the next start."""
        if self._loop is not None and self._main is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._main.cancel)
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        bot = open_bot(self._settings)
        self._follow_ups = FollowUps(bot, self._loop)
        self._main = asyncio.create_task(self._receive(bot))
        self._ready.set()
        try:
            await self._main
        except asyncio.CancelledError:
            pass
        finally:
            follow_ups, self._follow_ups = self._follow_ups, None
            await follow_ups.finish()
            await close_bot(bot)

    async def _receive(self, bot: Bot) -> None:
        introducing = asyncio.create_task(self._introduce(bot))
        try:
            if self._settings.telegram_webhook_url:
                await _insist(lambda: set_webhook(bot, self._settings), "webhook_not_set")
                log.info("telegram_ready", channel=CHANNEL, state="webhook")
                await asyncio.Event().wait()
            log.info("telegram_ready", channel=CHANNEL, state="polling")
            staff = self._settings.telegram_staff_chat
            await poll(
                bot, self._receiver, self.follow_up, staff_chat=staff, heard=self._note_heard
            )
        finally:
            introducing.cancel()

    def _note_heard(self) -> None:
        self._last_heard = time.monotonic()

    @staticmethod
    async def _introduce(bot: Bot) -> None:
        """Beside receiving, never before it: messages do not wait for a description."""
        for _ in range(_INTRODUCTIONS):
            if await introduce(bot):
                return
            await asyncio.sleep(_LOOK_AFTER_SECONDS)
