from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select

from bot.dialogue.tracker_store import EncryptedTrackerStore
from bot.settings import ROOT
from bot.store.database import Store
from bot.store.models import TrackerEvent

_DOMAIN = Domain.load(str(ROOT / "domain.yml"))
_TURN = (
    UserUttered("kenari kuning", {"name": "greet", "confidence": 1.0}, [], {"urgency": "none"}),
    ActionExecuted("action_welcome"),
    ActionExecuted("action_listen"),
)


def tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c1", list(events), _DOMAIN.slots)


def add(kept: DialogueStateTracker, events: Sequence[Event]) -> None:
    kept.update_with_events(list(events), _DOMAIN)


def rows(store: Store) -> int:
    with store.transaction() as session:
        return session.scalar(select(func.count()).select_from(TrackerEvent)) or 0


async def test_a_conversation_survives_a_restart(store: Store) -> None:
    before = tracker(*_TURN, SlotSet("country", "MY"))
    await EncryptedTrackerStore(_DOMAIN, store).save(before)
    after = await EncryptedTrackerStore(_DOMAIN, store).retrieve("c1")
    assert after is not None
    assert list(after.events) == list(before.events)
    assert after.get_slot("country") == "MY"
    assert after.latest_message.text == "kenari kuning"


async def test_a_new_conversation_is_not_known(store: Store) -> None:
    assert await EncryptedTrackerStore(_DOMAIN, store).retrieve("c2") is None


async def test_only_what_is_new_is_written(store: Store) -> None:
    trackers = EncryptedTrackerStore(_DOMAIN, store)
    await trackers.save(tracker(*_TURN))
    with store.transaction() as session:
        first = session.scalars(select(TrackerEvent.body_enc)).all()
    kept = await trackers.retrieve("c1")
    assert kept is not None
    add(kept, [SlotSet("country", "ID")])
    await trackers.save(kept)
    with store.transaction() as session:
        query = select(TrackerEvent.body_enc).order_by(TrackerEvent.position)
        now = session.scalars(query).all()
    assert now[: len(first)] == first
    assert len(now) == len(first) + 1


async def test_what_was_said_is_not_readable_in_the_table(store: Store) -> None:
    await EncryptedTrackerStore(_DOMAIN, store).save(tracker(*_TURN))
    with store.transaction() as session:
        assert not [b for b in session.scalars(select(TrackerEvent.body_enc)) if "kenari" in b]


async def test_a_long_conversation_is_folded_and_what_is_known_stays(store: Store) -> None:
    trackers = EncryptedTrackerStore(_DOMAIN, store)
    known = (
        SlotSet("country", "KH"),
        SlotSet("language", "ms"),
        SlotSet("indicators", ["isolation"]),
    )
    await trackers.save(tracker(*known, *_TURN * 60))
    assert rows(store) <= 10
    after = await EncryptedTrackerStore(_DOMAIN, store).retrieve("c1")
    assert after is not None
    assert after.get_slot("country") == "KH"
    assert after.get_slot("language") == "ms"
    assert after.get_slot("indicators") == ["isolation"]
    add(after, _TURN)
    await trackers.save(after)
    again = await trackers.retrieve("c1")
    assert again is not None
    assert again.get_slot("country") == "KH"
    assert again.latest_message.text == "kenari kuning"


async def test_nothing_is_folded_while_a_question_is_open(store: Store) -> None:
    trackers = EncryptedTrackerStore(_DOMAIN, store)
    await trackers.save(tracker(*_TURN * 60, ActiveLoop("offer_form")))
    assert rows(store) == 181
    after = await trackers.retrieve("c1")
    assert after is not None
    assert after.active_loop_name == "offer_form"


async def test_the_conversations_are_listed_once_each(store: Store) -> None:
    trackers = EncryptedTrackerStore(_DOMAIN, store)
    await trackers.save(tracker(*_TURN))
    assert list(await trackers.keys()) == ["c1"]
