from __future__ import annotations

from datetime import UTC, timedelta

from sqlalchemy import func, select

from bot.replies.reply import Button, Reply
from bot.store.buttons import issue
from bot.store.conversations import (
    add_bubble,
    address_of,
    bubbles,
    find_or_create,
    forget,
    forget_dialogue,
    forget_older_than,
)
from bot.store.database import Store
from bot.store.models import (
    Base,
    Conversation,
    InboxMessage,
    OutboxMessage,
    TrackerEvent,
    now,
)


def fill(store: Store, address: str) -> str:
    """A conversation with one row in every table that belongs to it."""
    with store.transaction() as session:
        key = find_or_create(session, store, "test", address).id
        add_bubble(session, store, key, "tolong", inbound=True)
        issue(session, key, [Reply("Menu", (Button("Ya", "affirm"),))])
        session.add(TrackerEvent(conversation_id=key, position=0, body_enc="x"))
        session.add(
            InboxMessage(
                channel="test", provider_id=key, conversation_id=key, kind="text", body_enc="x"
            )
        )
        session.add(
            OutboxMessage(
                channel="test", conversation_id=key, address_enc="x", body_enc="x", dedupe_key=key
            )
        )
    return key


def rows_of(store: Store, key: str) -> dict[str, int]:
    with store.transaction() as session:
        return {
            table.name: session.scalar(
                select(func.count()).select_from(table).where(table.c.conversation_id == key)
            )
            or 0
            for table in Base.metadata.sorted_tables
            if "conversation_id" in table.c and table.name != "case"
        }


def test_somebody_who_comes_back_finds_their_conversation(store: Store) -> None:
    with store.transaction() as session:
        first = find_or_create(session, store, "test", "62812").id
    with store.transaction() as session:
        assert find_or_create(session, store, "test", "62812").id == first
        assert find_or_create(session, store, "test", "62813").id != first
        assert find_or_create(session, store, "other", "62812").id != first


def test_the_address_is_stored_but_not_readable(store: Store) -> None:
    with store.transaction() as session:
        conversation = find_or_create(session, store, "test", "6281234567890")
        assert "6281234567890" not in conversation.address_enc
        assert "6281234567890" not in conversation.id
        assert address_of(store, conversation) == "6281234567890"


def test_what_was_said_is_read_back_in_order_with_its_buttons(store: Store) -> None:
    with store.transaction() as session:
        key = find_or_create(session, store, "test", "a").id
        add_bubble(session, store, key, "halo 😭", inbound=True)
        last = add_bubble(session, store, key, "Menu", inbound=False, buttons=(("Ya", "b:1"),))
        said = bubbles(session, store, key)
        assert [(b.inbound, b.text, b.buttons) for b in said] == [
            (True, "halo 😭", ()),
            (False, "Menu", (("Ya", "b:1"),)),
        ]
        assert [b.id for b in bubbles(session, store, key, after=said[0].id)] == [last.id]


def test_a_moment_is_read_back_with_its_zone(store: Store) -> None:
    key = fill(store, "a")
    with store.transaction() as session:
        session.expire_all()
        assert session.get_one(Conversation, key).created_at.tzinfo is UTC


def test_nobody_reads_what_another_person_wrote(store: Store) -> None:
    fill(store, "a")
    with store.transaction() as session:
        other = find_or_create(session, store, "test", "b").id
        assert bubbles(session, store, other) == []


def test_a_forgotten_conversation_is_gone_from_every_table_and_others_stay(store: Store) -> None:
    mine, other = fill(store, "a"), fill(store, "b")
    assert set(rows_of(store, mine).values()) == {1}
    with store.transaction() as session:
        forget(session, mine)
    assert set(rows_of(store, mine).values()) == {0}
    assert set(rows_of(store, other).values()) == {1}
    with store.transaction() as session:
        assert session.get(Conversation, mine) is None


def test_forgetting_what_was_said_keeps_the_conversation(store: Store) -> None:
    key = fill(store, "a")
    with store.transaction() as session:
        forget_dialogue(session, key)
    assert set(rows_of(store, key).values()) == {0}
    with store.transaction() as session:
        assert session.get(Conversation, key) is not None


def test_conversations_not_seen_for_long_are_forgotten(store: Store) -> None:
    old, young = fill(store, "a"), fill(store, "b")
    with store.transaction() as session:
        session.get_one(Conversation, old).seen_at = now() - timedelta(days=31)
    with store.transaction() as session:
        assert forget_older_than(session, timedelta(days=30)) == 1
    assert set(rows_of(store, old).values()) == {0}
    assert set(rows_of(store, young).values()) == {1}
