"""The tables. Columns ending in `_enc` hold envelopes of `bot.store.crypto`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone; SQLite forgets zones, so UTC is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC where the database returned a naive moment."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def now() -> datetime:
    """The current moment in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """All tables of Suar."""


class Conversation(Base):
    """One person on one channel; `id` is a pseudonym, never an address."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address_enc: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(default=False)
    country: Mapped[str | None] = mapped_column(String(2))
    blocked: Mapped[bool] = mapped_column(default=False, server_default=false())
    source: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_token: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TrackerEvent(Base):
    """One event of a Rasa conversation, encrypted, in order."""

    __tablename__ = "tracker_event"

    id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(32), index=True)
    position: Mapped[int]
    body_enc: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("tracker_event_order", "conversation_id", "position", unique=True),)


class ChatMessage(Base):
    """One bubble of a conversation, theirs or ours; what a reload of the web chat shows."""

    __tablename__ = "chat_message"

    id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    inbound: Mapped[bool]
    body_enc: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ButtonToken(Base):
    """What an opaque token below a text means; valid only in the conversation it was shown in."""

    __tablename__ = "button_token"

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    turn: Mapped[int]
    title: Mapped[str] = mapped_column(String(64))
    intent: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class InboxMessage(Base):
    """A message of a person, stored before its platform was told so; unique on the platform's id."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    provider_id: Mapped[str] = mapped_column(String(200))
    conversation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    body_enc: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    watched: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("inbox_once", "channel", "provider_id", unique=True),
        Index("inbox_waiting", "state", "id"),
    )


class OutboxMessage(Base):
    """A bubble to be sent; written in the transaction of the turn that said it."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(String(32), index=True)
    address_enc: Mapped[str] = mapped_column(Text)
    body_enc: Mapped[str] = mapped_column(Text)
    dedupe_key: Mapped[str] = mapped_column(String(64), unique=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_token: Mapped[int] = mapped_column(default=0)
    provider_message_id: Mapped[str | None] = mapped_column(String(200), index=True)
    status_rank: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("outbox_due", "state", "due_at"),)


class Heartbeat(Base):
    """When a part of Suar was last alive."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Case(Base):
    """An escalation. Holds what the person agreed to pass on, never the transcript."""

    __tablename__ = "case"

    id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(16), default="new")
    language: Mapped[str] = mapped_column(String(8))
    urgency: Mapped[str] = mapped_column(String(16))
    indicators: Mapped[list[str]] = mapped_column(JSON, default=list)
    country: Mapped[str | None] = mapped_column(String(2))
    child: Mapped[bool] = mapped_column(default=False)
    speaker: Mapped[str] = mapped_column(String(16), default="unknown")
    summary_enc: Mapped[str] = mapped_column(Text, default="")
    opened_because: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CaseEvent(Base):
    """What happened to a case: append-only; each row carries the hash of the one before."""

    __tablename__ = "case_event"

    id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    hash: Mapped[str] = mapped_column(String(64))
