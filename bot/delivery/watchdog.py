"""Stands outside the worker: whoever waits too long gets the fixed help text, and staff an alarm."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.delivery import inbox, outbox
from bot.delivery.lease import database_now
from bot.replies.catalogue import best
from bot.replies.help import help_text
from bot.replies.menus import menu
from bot.replies.reply import Reply
from bot.store.buttons import issue
from bot.store.conversations import Bubble, add_bubble, address_of
from bot.store.database import Store
from bot.store.models import Conversation, InboxMessage, OutboxMessage, now

PATIENCE = timedelta(seconds=30)
_LOOK_SECONDS = 2.0
_MOST = 100
log = structlog.get_logger(__name__)


class Watchdog:
    """Looks every two seconds; needs no model, no Rasa and no worker."""

    def __init__(
        self, store: Store, sends: frozenset[str] = frozenset(), patience: timedelta = PATIENCE
    ) -> None:
        self._store = store
        self._sends = sends
        self._patience = patience
        self._stopped = threading.Event()

    def start(self) -> None:
        """Runs in a thread."""
        threading.Thread(target=self.run, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Ends."""
        self._stopped.set()

    def run(self) -> None:
        """Looks until stopped."""
        while not self._stopped.wait(_LOOK_SECONDS):
            try:
                self.look()
            except DBAPIError:
                log.exception("watchdog_blind")

    def look(self) -> int:
        """Answers what has waited too long; returns how many conversations that were."""
        with self._store.transaction() as session:
            overdue = database_now(session) - self._patience
            rows = session.scalars(
                select(InboxMessage)
                .where(
                    InboxMessage.state == inbox.WAITING,
                    InboxMessage.watched.is_(False),
                    InboxMessage.received_at < overdue,
                )
                .order_by(InboxMessage.id)
                .limit(_MOST)
            ).all()
            helped: set[str] = set()
            for row in rows:
                row.watched = True
                if row.conversation_id and row.conversation_id not in helped:
                    helped.add(row.conversation_id)
                    conversation = session.get_one(Conversation, row.conversation_id)
                    self._help(session, conversation, row)
            if rows:
                log.error(
                    "unanswered", count=len(rows), ms=int(self._patience.total_seconds() * 1e3)
                )
        return len(helped)

    def _help(self, session: Session, conversation: Conversation, row: InboxMessage) -> None:
        language = best(conversation.language)
        text = help_text(language, conversation.country)
        tokens = issue(session, conversation.id, [Reply(text, menu("more", language))])[0]
        add_bubble(session, self._store, conversation.id, text, inbound=False, buttons=tokens)
        if conversation.channel in self._sends:
            bubble = Bubble(0, False, text, tokens, now())
            address = address_of(self._store, conversation)
            cause = f"watchdog:{row.id}"
            outbox.put(
                session, self._store, conversation, address, [bubble], cause=cause, urgent=True
            )


def backlog(store: Store) -> dict[str, float]:
    """Figures for operators: waiting messages, the oldest one's age, what waits in the outbox."""
    with store.transaction() as session:
        moment = database_now(session)
        waiting, oldest = session.execute(
            select(func.count(), func.min(InboxMessage.received_at)).where(
                InboxMessage.state == inbox.WAITING
            )
        ).one()
        unsent = session.scalar(
            select(func.count()).where(OutboxMessage.state.in_((outbox.WAITING, outbox.SENDING)))
        )
        dead = session.scalar(select(func.count()).where(OutboxMessage.state == outbox.DEAD))
    age = (moment - oldest).total_seconds() if oldest else 0.0
    return {
        "inbox_waiting": waiting,
        "inbox_oldest_seconds": age,
        "outbox_waiting": unsent or 0,
        "outbox_dead": dead or 0,
    }
