"""Answers what is in the inbox: one conversation at a time, in order, in one transaction a message.

What a message causes (state of the dialogue, case, bubbles, outbox) and that it is done are committed
together. Killed at any point, nothing of it happened, and another worker takes the conversation over
when the lease has run out.
"""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.delivery import inbox, outbox
from bot.delivery.faultpoints import reach
from bot.delivery.lease import LEASE, Claim, LeaseLostError, claim, confirm, database_now, release
from bot.delivery.messages import Answers
from bot.delivery.wake import Waker
from bot.store.conversations import address_of
from bot.store.database import Store
from bot.store.models import Conversation, Heartbeat, InboxMessage

POLL_SECONDS = 0.1
PART = "worker"
_BEAT_SECONDS = 2.0
_TRIES = 3
log = structlog.get_logger(__name__)


class Worker:
    """Takes messages from the inbox until stopped."""

    def __init__(
        self,
        store: Store,
        answerer: Answers,
        waker: Waker,
        lease: timedelta = LEASE,
    ) -> None:
        self._lease = lease
        self._store = store
        self._answerer = answerer
        self._waker = waker
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._beaten = -_BEAT_SECONDS

    def start(self) -> None:
        """Runs in a thread with an event loop of its own."""
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finishes the message in hand and ends."""
        self._stopped.set()
        self._waker.stop()
        if self._thread:
            self._thread.join(timeout=30)

    def run(self) -> None:
        """Works until stopped; a database that is down is waited for."""
        with asyncio.Runner() as runner:
            while not self._stopped.is_set():
                try:
                    self._beat()
                    worked = runner.run(self.work_once())
                except DBAPIError as error:
                    log.warning("database_down", code=type(error.orig).__name__)
                    self._stopped.wait(1.0)
                    continue
                if not worked:
                    self._waker.wait(POLL_SECONDS)

    def _beat(self) -> None:
        """Says that the worker is alive, every two seconds."""
        if time.monotonic() - self._beaten < _BEAT_SECONDS:
            return
        with self._store.transaction() as session:
            session.merge(Heartbeat(part=PART, at=database_now(session)))
        self._beaten = time.monotonic()

    async def work_once(self) -> bool:
        """Takes one conversation and answers all that waits in it; False where nothing waits."""
        with self._store.transaction() as session:
            claimed = claim(session, self._lease)
        if claimed is None:
            return False
        reach("claimed")
        try:
            while await self._next(claimed):
                pass
        except LeaseLostError:
            log.warning("lease_lost", conversation=claimed.conversation_id)
            return True
        with self._store.transaction() as session:
            release(session, claimed)
        return True

    async def _next(self, claimed: Claim) -> bool:
        """Answers the oldest waiting message of the conversation; False where there is none."""
        row_id = self._begin(claimed)
        if row_id is None:
            return False
        try:
            with self._store.transaction() as session:
                conversation = confirm(session, claimed, self._lease)
                row = session.get_one(InboxMessage, row_id)
                await self._handle(session, conversation, row)
                reach("before_commit")
        except (LeaseLostError, DBAPIError):
            raise
        except Exception:  # a fault of ours: counted by _begin, and answered by the watchdog
            log.exception("message_failed", conversation=claimed.conversation_id)
            return True
        reach("committed")
        return True

    def _begin(self, claimed: Claim) -> int | None:
        """Notes the attempt, so that a message that kills its worker is not tried for ever."""
        with self._store.transaction() as session:
            confirm(session, claimed, self._lease)
            row = session.scalar(
                select(InboxMessage)
                .where(
                    InboxMessage.conversation_id == claimed.conversation_id,
                    InboxMessage.state == inbox.WAITING,
                )
                .order_by(InboxMessage.id)
                .limit(1)
            )
            if row is None:
                return None
            row.attempts += 1
            return row.id

    async def _handle(
        self, session: Session, conversation: Conversation, row: InboxMessage
    ) -> None:
        row_id, attempts = row.id, row.attempts
        address = address_of(self._store, conversation)
        message = inbox.read(self._store, row)
        if attempts > _TRIES:
            log.error("dead_letter", channel=row.channel, count=attempts)
            answer = self._answerer.give_up(conversation)
        else:
            answer = await self._answerer.answer(session, conversation, message)
        done = inbox.DEAD if attempts > _TRIES else inbox.DONE
        session.execute(
            update(InboxMessage)
            .where(InboxMessage.id == row_id)
            .values(state=done, done_at=database_now(session), body_enc="")
        )
        if conversation.channel in self._answerer.sends:
            outbox.put(
                session,
                self._store,
                conversation,
                address,
                answer.bubbles,
                cause=f"inbox:{row_id}",
                urgent=answer.urgent,
            )
