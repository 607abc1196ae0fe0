from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.delivery.inbox import Inbox, read
from bot.delivery.messages import Inbound, Kind, Status, StoreDownError
from bot.store.database import Store
from bot.store.models import Conversation, InboxMessage, OutboxMessage


def message(number: int, person: int = 1, text: str = "tolong") -> Inbound:
    return Inbound("telegram", f"update-{number}", f"chat-{person}", Kind.TEXT, f"{text} {number}")


def count(database: Store) -> int:
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(InboxMessage)) or 0


def test_every_message_is_stored_once_however_often_it_is_delivered(database: Store) -> None:
    inbox = Inbox(database)
    deliveries = [message(n, person=n % 7) for n in range(60)] * 5
    random.Random(7).shuffle(deliveries)
    with ThreadPoolExecutor(16) as threads:
        new = sum(threads.map(lambda one: inbox.accept([one]), deliveries))
    assert new == 60
    assert count(database) == 60
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 7


def test_a_batch_that_repeats_a_message_stores_it_once(database: Store) -> None:
    assert Inbox(database).accept([message(1), message(1), message(2)]) == 2


def test_what_was_written_is_encrypted_and_can_be_read_back(database: Store) -> None:
    Inbox(database).accept([message(1, text="rahasia sekali")])
    with database.transaction() as session:
        row = session.scalars(select(InboxMessage)).one()
        assert "rahasia" not in row.body_enc
        assert read(database, row).text == "rahasia sekali 1"


def test_the_worker_is_woken_only_by_something_new(database: Store) -> None:
    rung: list[bool] = []
    inbox = Inbox(database, lambda: rung.append(True))
    inbox.accept([message(1)])
    inbox.accept([message(1)])
    assert rung == [True]


def test_a_database_that_is_down_is_said_so_that_the_platform_tries_again(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    with pytest.raises(StoreDownError):
        Inbox(store).accept([message(1)])


def test_what_cannot_be_read_is_kept_for_a_person_to_look_at(database: Store) -> None:
    inbox = Inbox(database)
    inbox.quarantine("telegram", b"\xff{broken", "not JSON")
    inbox.quarantine("telegram", b"\xff{broken", "not JSON")
    with database.transaction() as session:
        rows = session.scalars(select(InboxMessage)).all()
        assert [row.state for row in rows] == ["quarantined"]
        sealed = database.keys.decrypt(rows[0].body_enc, f"inbox:telegram:{rows[0].provider_id}")
        assert "broken" in sealed


def test_a_status_never_goes_back(database: Store) -> None:
    inbox = Inbox(database)
    with database.transaction() as session:
        row = OutboxMessage(
            channel="whatsapp",
            conversation_id="c",
            address_enc="",
            body_enc="",
            dedupe_key="k",
            provider_message_id="wamid.1",
        )
        session.add(row)
    states = ["read", "sent", "delivered", "sent"]
    inbox.accept([], [Status("whatsapp", "wamid.1", state) for state in states])
    with database.transaction() as session:
        assert session.scalars(select(OutboxMessage)).one().status_rank == 3
