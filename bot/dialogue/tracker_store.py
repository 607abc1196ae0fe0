"""Rasa's conversations in our own database, encrypted.

Rasa's SQL store needs SQLAlchemy 1.4 and keeps plain text (research/rasa.md 2d). Here only new events
are written, and a long conversation is folded into its slots, so that a turn stays fast however long
somebody has been writing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.store.database import Store
from bot.store.models import TrackerEvent

_FOLD_AT = 150
_REMADE = ("text_tokens", "response_selector", "message_id")


def _slim(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what can be made again."""
    parse = event.get("parse_data")
    if isinstance(parse, dict):
        for key in _REMADE:
            parse.pop(key, None)
    return event


def _folded(tracker: DialogueStateTracker) -> list[Event]:
    """What is known of a long conversation: its slots."""
    known = [SlotSet(name, value) for name, value in tracker.current_slot_values().items() if value]
    return [*known, ActionExecuted(ACTION_LISTEN_NAME)]


class EncryptedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Keeps trackers as encrypted events in the table `tracker_event`."""

    def __init__(
        self, domain: Domain, store: Store, event_broker: EventBroker | None = None
    ) -> None:
        self._store = store
        self._lengths: dict[str, int] = {}
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the events that are not stored yet, or folds a conversation that has grown long."""
        key = tracker.sender_id
        events: list[Event] = list(tracker.events)
        known = self._lengths.get(key, 0)
        fold = len(events) > _FOLD_AT and not tracker.active_loop
        if fold:
            events = _folded(tracker)
        with self._store.transaction() as session:
            if fold or known > len(events):
                session.execute(delete(TrackerEvent).where(TrackerEvent.conversation_id == key))
                known = 0
            self._append(session, key, events[known:])
        self._lengths[key] = len(events)

    def _append(self, session: Session, key: str, events: Iterable[Event]) -> None:
        query = select(func.max(TrackerEvent.position)).where(TrackerEvent.conversation_id == key)
        last = session.scalar(query)
        for position, event in enumerate(events, start=0 if last is None else last + 1):
            body = json.dumps(_slim(event.as_dict()), ensure_ascii=False)
            sealed = self._store.keys.encrypt(body, f"tracker_event:{key}:{position}")
            session.add(TrackerEvent(conversation_id=key, position=position, body_enc=sealed))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A conversation as a tracker; None for a new one."""
        place = f"tracker_event:{sender_id}"
        with self._store.transaction() as session:
            rows = session.scalars(
                select(TrackerEvent)
                .where(TrackerEvent.conversation_id == sender_id)
                .order_by(TrackerEvent.position)
            ).all()
            decrypt = self._store.keys.decrypt
            events = [json.loads(decrypt(r.body_enc, f"{place}:{r.position}")) for r in rows]
        self._lengths[sender_id] = len(events)
        if not events:
            return None
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        with self._store.transaction() as session:
            return session.scalars(select(TrackerEvent.conversation_id).distinct()).all()
