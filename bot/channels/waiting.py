"""Waits for the answer to a message that was handed to the inbox: for channels that answer in place."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from anyio import to_thread
from sqlalchemy import func, select

from bot.channels.body import writable
from bot.channels.service import Service
from bot.delivery.inbox import WAITING
from bot.delivery.messages import Inbound, Kind
from bot.store.buttons import is_token
from bot.store.conversations import Bubble, bubbles
from bot.store.models import ChatMessage, InboxMessage

_LOOK_SECONDS = 0.03
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Question:
    """A message that was stored, and where its answer will begin."""

    conversation_id: str
    channel: str
    provider_id: str
    after: int


def hand_in(
    service: Service, channel: str, address: str, text: str, *, once: str | None, hint: str | None
) -> Question:
    """Stores a message; with the same `once` it is stored only once.

    Raises:
        StoreDownError: nothing was stored.
    """
    text, address = writable(text), writable(address)
    key = service.store.keys.pseudonym(channel, address)
    provider_id = f"{key}:{once or secrets.token_urlsafe(12)}"
    kind = Kind.BUTTON if is_token(text) else Kind.TEXT
    extra = {"language": hint} if hint else {}
    with service.store.transaction() as session:
        newest = select(func.max(ChatMessage.id)).where(ChatMessage.conversation_id == key)
        after = session.scalar(newest) or 0
    service.inbox.accept([Inbound(channel, provider_id, address, kind, text, extra)])
    return Question(key, channel, provider_id, after)


def _answer(service: Service, question: Question) -> list[Bubble] | None:
    with service.store.transaction() as session:
        state = session.scalar(
            select(InboxMessage.state).where(
                InboxMessage.channel == question.channel,
                InboxMessage.provider_id == question.provider_id,
            )
        )
        said = bubbles(session, service.store, question.conversation_id, question.after)
    replies = [bubble for bubble in said if not bubble.inbound]
    return replies if replies or state != WAITING else None


async def answer_to(
    service: Service, question: Question, patience: float = PATIENCE_SECONDS
) -> list[Bubble]:
    """What was answered; empty when nothing came within `patience` seconds."""
    deadline = asyncio.get_running_loop().time() + patience
    while asyncio.get_running_loop().time() < deadline:
        found = await to_thread.run_sync(_answer, service, question)
        if found is not None:
            return found
        await asyncio.sleep(_LOOK_SECONDS)
    return []
