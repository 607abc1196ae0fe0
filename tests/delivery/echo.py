"""A stand-in for the dialogue, so that delivery can be killed a hundred times: it says what it heard."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.delivery.messages import Answer, Inbound
from bot.store.conversations import Bubble, add_bubble
from bot.store.database import Store
from bot.store.models import Conversation, now


class Echo:
    """Answers "echo: <text>"; a text with "urgent" in it goes ahead, "poison" raises."""

    def __init__(self, store: Store, sends: frozenset[str] = frozenset()) -> None:
        self._store = store
        self.sends = sends
        self.heard: list[str] = []

    async def answer(
        self, session: Session, conversation: Conversation, message: Inbound
    ) -> Answer:
        self.heard.append(message.text)
        if "poison" in message.text:
            raise ValueError("cannot be answered")
        said = f"echo: {message.text}"
        add_bubble(session, self._store, conversation.id, said, inbound=False)
        return Answer([Bubble(0, False, said, (), now())], "urgent" in message.text)

    def give_up(self, conversation: Conversation) -> Answer:
        return Answer([Bubble(0, False, "help", (), now())], urgent=True)
