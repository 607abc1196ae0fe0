"""Takes what is due from the outbox to its channel, within the channel's limits."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.delivery import outbox
from bot.delivery.faultpoints import reach
from bot.delivery.messages import Outcome, Outgoing, Sender, Sent
from bot.delivery.pace import Pace
from bot.store.database import Store

_IDLE_SECONDS = 0.1
_AT_ONCE = 24
_URGENT_EXTRA = 8
log = structlog.get_logger(__name__)


class Dispatcher:
    """Sends for one channel, many chats at a time, one bubble a chat."""

    def __init__(self, store: Store, sender: Sender, lease: timedelta = outbox.LEASE) -> None:
        self._lease = lease
        self._store = store
        self._sender = sender
        self._pace = Pace(sender.limits)
        self._writing: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Runs in a thread with an event loop of its own."""
        name = f"dispatch-{self._sender.channel}"
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self.run()), name=name, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Lets sends in flight finish and ends."""
        self._stopped.set()
        if self._thread:
            self._thread.join(timeout=30)

    async def run(self) -> None:
        """Sends until stopped."""
        while not self._stopped.is_set():
            try:
                busy = self.send_due()
            except DBAPIError as error:
                log.warning("database_down", code=type(error.orig).__name__)
                await asyncio.sleep(1.0)
                continue
            if not busy:
                await asyncio.sleep(_IDLE_SECONDS)
            else:
                await asyncio.sleep(0)
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._sender.close()

    def send_due(self) -> bool:
        """Starts sending what may go out now; False where there is nothing."""
        free = _AT_ONCE + _URGENT_EXTRA - len(self._tasks)
        room = min(self._pace.room(urgent=True), free)
        if room <= 0:
            return False
        busy = self._writing | self._pace.resting()
        with self._store.transaction() as session:
            rows = outbox.claim_due(session, self._sender.channel, busy, room, self._lease)
            due = [
                (outbox.outgoing(session, self._store, row), row.conversation_id, token)
                for row, token in rows
            ]
        for message, conversation_id, token in due:
            self._pace.spend(conversation_id)
            self._writing.add(conversation_id)
            task = asyncio.create_task(self._send(message, conversation_id, token))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(due)

    async def _send(self, message: Outgoing, conversation_id: str, token: int) -> None:
        reach("sending")
        try:
            result = await self._sender.send(message)
        except Exception:  # a sender should not raise; if it does, the message is tried again
            log.exception("sender_failed", channel=message.channel)
            result = Sent(Outcome.RETRY, code="sender_failed")
        reach("sent")
        try:
            with self._store.transaction() as session:
                outbox.settle(session, self._store, message.id, token, result)
        except DBAPIError as error:  # the lease runs out and it is sent again
            log.warning("not_settled", code=type(error.orig).__name__)
        finally:
            self._writing.discard(conversation_id)
