"""The outbox: what is to be sent, in order within a conversation, urgent first, until it is sent."""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.delivery.lease import database_now
from bot.delivery.messages import Outcome, Outgoing, Sent
from bot.store.conversations import Bubble
from bot.store.database import Store
from bot.store.models import Conversation, InboxMessage, OutboxMessage

WAITING, SENDING, SENT, DEAD, GONE = "waiting", "sending", "sent", "dead", "gone"
LEASE = timedelta(seconds=40)
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
_MOST_ATTEMPTS = 12  # for what is not urgent; something urgent is tried for ever and alarms
_WINDOW = timedelta(hours=24)
log = structlog.get_logger(__name__)


def put(
    session: Session,
    store: Store,
    conversation: Conversation,
    address: str,
    bubbles: Sequence[Bubble],
    *,
    cause: str,
    urgent: bool = False,
) -> None:
    """Adds bubbles to be sent, in the transaction of the turn that said them.

    `cause` names what they answer ("inbox:17"): the same answer is never put twice.
    """
    for number, bubble in enumerate(bubbles):
        key = f"{cause}:{number}"
        if session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key)):
            continue
        body = json.dumps(
            {"text": bubble.text, "buttons": bubble.buttons, "language": conversation.language},
            ensure_ascii=False,
        )
        session.add(
            OutboxMessage(
                channel=conversation.channel,
                conversation_id=conversation.id,
                address_enc=store.keys.encrypt(address, f"outbox.address:{key}"),
                body_enc=store.keys.encrypt(body, f"outbox.body:{key}"),
                dedupe_key=key,
                urgent=urgent,
            )
        )
        session.flush()


def claim_due(
    session: Session,
    channel: str,
    busy: Collection[str],
    most: int,
    lease: timedelta = LEASE,
) -> list[tuple[OutboxMessage, int]]:
    """Rows to send now, with their fencing tokens: one a conversation, urgent ones first.

    A conversation in `busy` (just written to, or being written to) is passed over, and so is one whose
    earlier bubble has not gone out: order within a conversation is kept.
    """
    moment = database_now(session)
    earlier = aliased(OutboxMessage)
    free = or_(
        OutboxMessage.state == WAITING,
        and_(OutboxMessage.state == SENDING, OutboxMessage.lease_until < moment),
    )
    query = (
        select(OutboxMessage)
        .where(
            OutboxMessage.channel == channel,
            free,
            OutboxMessage.due_at <= moment,
            OutboxMessage.conversation_id.not_in(busy),
            ~select(earlier.id)
            .where(
                earlier.conversation_id == OutboxMessage.conversation_id,
                earlier.id < OutboxMessage.id,
                earlier.state.in_((WAITING, SENDING)),
            )
            .exists(),
        )
        .order_by(OutboxMessage.urgent.desc(), OutboxMessage.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = []
    for row in session.scalars(query):
        if row.state == SENDING:
            log.warning("sent_perhaps_twice", channel=channel, code="lease ran out")
        row.state, row.lease_until = SENDING, moment + lease
        row.lease_token += 1
        row.attempts += 1
        claimed.append((row, row.lease_token))
    session.flush()
    return claimed


def outgoing(session: Session, store: Store, row: OutboxMessage) -> Outgoing:
    """The row as a sender takes it."""
    body = json.loads(store.keys.decrypt(row.body_enc, f"outbox.body:{row.dedupe_key}"))
    heard = session.scalar(
        select(func.max(InboxMessage.received_at)).where(
            InboxMessage.conversation_id == row.conversation_id
        )
    )
    return Outgoing(
        id=row.id,
        channel=row.channel,
        address=store.keys.decrypt(row.address_enc, f"outbox.address:{row.dedupe_key}"),
        text=body["text"],
        buttons=tuple((title, token) for title, token in body["buttons"]),
        language=body["language"] or "en",
        urgent=row.urgent,
        window_open=heard is None or database_now(session) - heard < _WINDOW,
        attempts=row.attempts,
    )


def _pause(attempts: int, asked: float | None) -> timedelta:
    """How long to wait before the next attempt: what the platform asks, else doubling, with jitter."""
    if asked is not None:
        return timedelta(seconds=asked + random.uniform(0, 0.5))  # noqa: S311 (spreading, no secret)
    longest = min(_FIRST_PAUSE * 2 ** (attempts - 1), _LONGEST_PAUSE)
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311


def settle(session: Session, store: Store, row_id: int, token: int, result: Sent) -> None:
    """Writes down what became of a send, unless another sender has taken the row over meanwhile."""
    row = session.get(OutboxMessage, row_id, with_for_update=True)
    if row is None or row.lease_token != token or row.state != SENDING:
        return
    moment = database_now(session)
    row.lease_until, row.code = None, result.code
    if result.outcome is Outcome.SENT:
        _sent(row, result, moment)
    elif result.outcome is Outcome.GONE:
        row.state, row.body_enc = GONE, ""
        conversation = session.get(Conversation, row.conversation_id)
        if conversation:
            conversation.blocked = True
    elif result.outcome is Outcome.REFUSED or (
        row.attempts >= _MOST_ATTEMPTS and not row.urgent and result.outcome is Outcome.RETRY
    ):
        row.state = DEAD
        log.error("dead_letter", channel=row.channel, code=result.code, count=row.attempts)
    else:
        row.state = WAITING
        if result.outcome is Outcome.INCIDENT:
            log.error("channel_incident", channel=row.channel, code=result.code)
        if row.urgent and row.attempts >= _MOST_ATTEMPTS:
            log.error("urgent_not_sent", channel=row.channel, count=row.attempts)
        if result.code == "window_closed":
            row.attempts -= 1  # waiting for the person to write is no failed attempt
        row.due_at = moment + _pause(max(row.attempts, 1), result.after)
        if result.moved_to:
            key = f"outbox.address:{row.dedupe_key}"
            row.address_enc = store.keys.encrypt(result.moved_to, key)
            row.due_at = moment


def _sent(row: OutboxMessage, result: Sent, moment: datetime) -> None:
    row.state, row.sent_at, row.body_enc = SENT, moment, ""
    row.status_rank = max(row.status_rank, 1)
    if result.ids:
        row.provider_message_id = result.ids[-1]
