"""Claims a conversation for a while: in order within it, in parallel across, and nobody twice.

A claim is a lease with a fencing token. Whoever dies lets it run out; whoever was only slow and comes
back late finds another token and stops. The clock is the database's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot.delivery.inbox import WAITING
from bot.store.models import Conversation, InboxMessage, now

LEASE = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Claim:
    """A conversation that is ours until the lease ends or the token changes."""

    conversation_id: str
    token: int


class LeaseLostError(Exception):
    """Another worker has taken the conversation over; what was done here is not committed."""


def database_now(session: Session) -> datetime:
    """The database's clock on PostgreSQL; this machine's on SQLite, which has no other."""
    if session.get_bind().dialect.name == "postgresql":
        moment = session.scalar(select(func.clock_timestamp()))
        return moment if isinstance(moment, datetime) else now()
    return now()


def claim(session: Session, lease: timedelta = LEASE) -> Claim | None:
    """The conversation that has waited longest and that nobody holds; None when there is nothing."""
    moment = database_now(session)
    free = or_(Conversation.lease_until.is_(None), Conversation.lease_until < moment)
    query = (
        select(Conversation.id)
        .where(
            free,
            select(InboxMessage.id)
            .where(InboxMessage.conversation_id == Conversation.id, InboxMessage.state == WAITING)
            .exists(),
        )
        .order_by(
            select(func.min(InboxMessage.id))
            .where(InboxMessage.conversation_id == Conversation.id, InboxMessage.state == WAITING)
            .scalar_subquery()
        )
        .limit(1)
        .with_for_update(skip_locked=True, of=Conversation)
    )
    conversation_id = session.scalar(query)
    if conversation_id is None:
        return None
    conversation = session.get_one(Conversation, conversation_id)
    conversation.lease_until = moment + lease
    conversation.lease_token += 1
    session.flush()
    return Claim(conversation_id, conversation.lease_token)


def confirm(session: Session, claimed: Claim, lease: timedelta = LEASE) -> Conversation:
    """Locks the conversation for the turn's transaction and renews the lease.

    Raises:
        LeaseLostError: the token is no longer ours.
    """
    conversation = session.scalar(
        select(Conversation).where(Conversation.id == claimed.conversation_id).with_for_update()
    )
    if conversation is None or conversation.lease_token != claimed.token:
        raise LeaseLostError(claimed.conversation_id)
    conversation.lease_until = database_now(session) + lease
    return conversation


def release(session: Session, claimed: Claim) -> None:
    """Gives a conversation back, if it is still ours."""
    session.execute(
        update(Conversation)
        .where(
            Conversation.id == claimed.conversation_id, Conversation.lease_token == claimed.token
        )
        .values(lease_until=None)
    )
