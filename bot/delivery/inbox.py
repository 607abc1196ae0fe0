"""The inbox: a message is stored, once, before its platform is told that it arrived."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.delivery.messages import Inbound, Kind, Status, StoreDownError
from bot.store.conversations import find_or_create
from bot.store.database import Store
from bot.store.models import InboxMessage, OutboxMessage, now

WAITING, DONE, QUARANTINED, DEAD = "waiting", "done", "quarantined", "dead"
RANKS = {"sent": 1, "delivered": 2, "read": 3, "failed": 4}
_PROVIDER_ID = 200
log = structlog.get_logger(__name__)


def _id_of(message: Inbound) -> str:
    """The provider's id, shortened by a hash where it is too long for the column."""
    if len(message.provider_id) <= _PROVIDER_ID:
        return message.provider_id
    return hashlib.sha256(message.provider_id.encode()).hexdigest()


class Inbox:
    """Takes what connectors hand in (`bot.delivery.messages.Receiver`)."""

    def __init__(self, store: Store, wake: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._wake = wake

    def accept(self, messages: Sequence[Inbound], statuses: Sequence[Status] = ()) -> int:
        """See `Receiver.accept`."""
        try:
            with self._store.transaction() as session:
                new = sum(self._add(session, message) for message in messages)
                for status in statuses:
                    self._note(session, status)
        except DBAPIError as error:
            log.exception("store_down")
            raise StoreDownError("the database does not answer") from error
        if new:
            self._wake()
        return new

    def _add(self, session: Session, message: Inbound) -> bool:
        provider_id = _id_of(message)
        known = select(InboxMessage.id).where(
            InboxMessage.channel == message.channel, InboxMessage.provider_id == provider_id
        )
        if session.scalar(known) is not None:
            return False
        conversation = find_or_create(session, self._store, message.channel, message.address)
        place = f"inbox:{message.channel}:{provider_id}"
        body = json.dumps(asdict(message), ensure_ascii=False)
        values = {
            "channel": message.channel,
            "provider_id": provider_id,
            "conversation_id": conversation.id,
            "kind": message.kind.value,
            "body_enc": self._store.keys.encrypt(body, place),
        }
        # Whoever writes opens WhatsApp's window again: what waits for them goes out now.
        session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.conversation_id == conversation.id, OutboxMessage.state == "waiting"
            )
            .values(due_at=now())
        )
        return _insert_once(session, values)

    def _note(self, session: Session, status: Status) -> None:
        """A status only ever raises the rank: platforms repeat and reorder them."""
        rank = RANKS.get(status.state, 0)
        session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.channel == status.channel,
                OutboxMessage.provider_message_id == status.provider_message_id,
                OutboxMessage.status_rank < rank,
            )
            .values(status_rank=rank, code=status.code)
        )
        if status.state == "failed":
            log.warning("not_delivered", channel=status.channel, code=status.code)

    def quarantine(self, channel: str, raw: bytes, why: str) -> None:
        """See `Receiver.quarantine`."""
        digest = hashlib.sha256(raw).hexdigest()
        place = f"inbox:{channel}:{digest}"
        sealed = self._store.keys.encrypt(raw.decode("utf-8", "backslashreplace"), place)
        try:
            with self._store.transaction() as session:
                values = {
                    "channel": channel,
                    "provider_id": digest,
                    "kind": "raw",
                    "body_enc": sealed,
                    "state": QUARANTINED,
                }
                _insert_once(session, values)
        except DBAPIError as error:
            raise StoreDownError("the database does not answer") from error
        log.error("quarantined", channel=channel, code=why[:80])


def _insert_once(session: Session, values: Mapping[str, object]) -> bool:
    """Inserts a row unless (channel, provider_id) is there; true where it was new.

    Two processes may both have seen no row: the unique index decides, not the look before.
    """
    row = {"state": WAITING, "attempts": 0, "watched": False, **values}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(InboxMessage).values(**row).on_conflict_do_nothing().returning(InboxMessage.id)
    )
    return session.scalar(statement) is not None


def read(store: Store, row: InboxMessage) -> Inbound:
    """The message of a row."""
    body = store.keys.decrypt(row.body_enc, f"inbox:{row.channel}:{row.provider_id}")
    fields = json.loads(body)
    return Inbound(**{**fields, "kind": Kind(fields["kind"])})
