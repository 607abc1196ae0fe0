"""Conversations and their bubbles: who writes on which channel, in which language, what was said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.store.database import Store
from bot.store.models import (
    ButtonToken,
    ChatMessage,
    Conversation,
    InboxMessage,
    OutboxMessage,
    TrackerEvent,
    now,
)

_ADDRESS = "conversation.address:"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One stored bubble; `buttons` are (title, token)."""

    id: int
    inbound: bool
    text: str
    buttons: tuple[tuple[str, str], ...]
    at: datetime


def find_or_create(session: Session, store: Store, channel: str, address: str) -> Conversation:
    """The conversation of an address on a channel."""
    key = store.keys.pseudonym(channel, address)
    conversation = session.get(Conversation, key)
    if conversation is not None:
        return conversation
    sealed = store.keys.encrypt(address, _ADDRESS + key)
    conversation = Conversation(id=key, channel=channel, address_enc=sealed)
    try:
        with session.begin_nested():
            session.add(conversation)
    except IntegrityError:  # another process was first
        return session.get_one(Conversation, key)
    return conversation


def address_of(store: Store, conversation: Conversation) -> str:
    """The address of a conversation on its channel."""
    return store.keys.decrypt(conversation.address_enc, _ADDRESS + conversation.id)


def add_bubble(
    session: Session,
    store: Store,
    conversation_id: str,
    text: str,
    *,
    inbound: bool,
    buttons: tuple[tuple[str, str], ...] = (),
) -> ChatMessage:
    """Stores what was said, by them (`inbound`) or by us."""
    row = ChatMessage(conversation_id=conversation_id, inbound=inbound, body_enc="")
    session.add(row)
    session.flush()
    body = json.dumps({"text": text, "buttons": buttons}, ensure_ascii=False)
    row.body_enc = store.keys.encrypt(body, f"chat_message:{row.id}")
    return row


def bubbles(session: Session, store: Store, conversation_id: str, after: int = 0) -> list[Bubble]:
    """What was said after the bubble `after`, oldest first."""
    rows = session.scalars(
        select(ChatMessage)
        .where(ChatMessage.conversation_id == conversation_id, ChatMessage.id > after)
        .order_by(ChatMessage.id)
    )
    found = []
    for row in rows:
        body = json.loads(store.keys.decrypt(row.body_enc, f"chat_message:{row.id}"))
        buttons = tuple((title, token) for title, token in body["buttons"])
        found.append(Bubble(row.id, row.inbound, body["text"], buttons, row.created_at))
    return found


def forget_dialogue(session: Session, conversation_id: str) -> None:
    """Deletes what was said and what was understood; the conversation's row and cases stay."""
    for table in (TrackerEvent, ChatMessage, ButtonToken, InboxMessage, OutboxMessage):
        session.execute(delete(table).where(table.conversation_id == conversation_id))


def forget(session: Session, conversation_id: str) -> None:
    """Deletes a conversation whole."""
    forget_dialogue(session, conversation_id)
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))


def wipe(session: Session, conversation: Conversation) -> None:
    """Deletes what was said and known, and keeps the empty conversation for the last word."""
    forget_dialogue(session, conversation.id)
    conversation.country = conversation.source = None


def forget_older_than(session: Session, age: timedelta) -> int:
    """Deletes conversations not seen for `age`; returns how many. Cases have their own retention."""
    ids = session.scalars(select(Conversation.id).where(Conversation.seen_at < now() - age)).all()
    for conversation_id in ids:
        forget(session, conversation_id)
    return len(ids)
