from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.delivery.inbox import Inbox
from bot.delivery.lease import Claim, LeaseLostError, claim, confirm, release
from bot.delivery.messages import Inbound, Kind
from bot.delivery.wake import Waker
from bot.delivery.watchdog import Watchdog, backlog
from bot.delivery.worker import Worker
from bot.store.conversations import bubbles
from bot.store.database import Store
from bot.store.models import Conversation, InboxMessage, OutboxMessage, now
from tests.delivery.echo import Echo


def worker_of(database: Store, sends: frozenset[str] = frozenset()) -> tuple[Worker, Echo]:
    echo = Echo(database, sends)
    return Worker(database, echo, Waker(database.engine)), echo


def put_in(database: Store, *texts: str, person: str = "chat-1", channel: str = "web") -> None:
    Inbox(database).accept(
        [Inbound(channel, f"{person}-{text}", person, Kind.TEXT, text) for text in texts]
    )


def states(database: Store) -> list[str]:
    with database.transaction() as session:
        return list(session.scalars(select(InboxMessage.state).order_by(InboxMessage.id)))


async def run_dry(worker: Worker) -> None:
    while await worker.work_once():
        pass


async def test_messages_of_one_person_are_answered_in_order(database: Store) -> None:
    worker, echo = worker_of(database)
    put_in(database, "one", "two", "three")
    await run_dry(worker)
    assert echo.heard == ["one", "two", "three"]
    assert states(database) == ["done"] * 3


async def test_what_was_written_is_not_kept_in_the_inbox_once_answered(database: Store) -> None:
    worker, _ = worker_of(database)
    put_in(database, "one")
    await run_dry(worker)
    with database.transaction() as session:
        assert session.scalars(select(InboxMessage)).one().body_enc == ""


async def test_whoever_has_waited_longest_comes_first(database: Store) -> None:
    worker, echo = worker_of(database)
    put_in(database, "first", person="b")
    put_in(database, "second", person="a")
    await run_dry(worker)
    assert echo.heard == ["first", "second"]


async def test_a_conversation_that_somebody_holds_is_left_alone(database: Store) -> None:
    worker, echo = worker_of(database)
    put_in(database, "mine")
    with database.transaction() as session:
        assert claim(session) is not None
    assert not await worker.work_once()
    assert echo.heard == []


async def test_a_dead_worker_s_conversation_is_taken_over_when_its_lease_ends(
    database: Store,
) -> None:
    worker, echo = worker_of(database)
    put_in(database, "mine")
    with database.transaction() as session:
        dead = claim(session, timedelta(seconds=-1))
    assert dead is not None
    await run_dry(worker)
    assert echo.heard == ["mine"]
    with database.transaction() as session, pytest.raises(LeaseLostError):
        confirm(session, dead)


def test_a_late_worker_does_not_give_back_what_is_no_longer_its_own(database: Store) -> None:
    put_in(database, "mine")
    with database.transaction() as session:
        mine = claim(session)
    assert mine is not None
    with database.transaction() as session:
        release(session, Claim(mine.conversation_id, mine.token - 1))
    with database.transaction() as session:
        assert session.scalars(select(Conversation)).one().lease_until is not None


async def test_a_message_that_always_fails_ends_in_a_dead_letter_and_in_help(
    database: Store,
) -> None:
    worker, _ = worker_of(database, frozenset({"telegram"}))
    put_in(database, "poison", "after", channel="telegram")
    await run_dry(worker)
    assert states(database) == ["dead", "done"]
    with database.transaction() as session:
        texts = [
            database.keys.decrypt(row.body_enc, f"outbox.body:{row.dedupe_key}")
            for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        ]
    assert "help" in texts[0]
    assert "echo: after" in texts[1]


async def test_an_answer_is_put_into_the_outbox_with_the_state_it_caused(database: Store) -> None:
    worker, _ = worker_of(database, frozenset({"telegram"}))
    put_in(database, "urgent help", channel="telegram")
    await run_dry(worker)
    with database.transaction() as session:
        row = session.scalars(select(OutboxMessage)).one()
        assert (row.urgent, row.state, row.dedupe_key) == (True, "waiting", "inbox:1:0")


async def test_nothing_of_a_failed_message_stays_but_the_attempt(database: Store) -> None:
    worker, _ = worker_of(database)
    put_in(database, "poison")
    await worker.work_once()
    with database.transaction() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert bubbles(session, database, conversation.id) == []


def make_old(database: Store) -> None:
    with database.transaction() as session:
        session.execute(update(InboxMessage).values(received_at=now() - timedelta(seconds=31)))


@pytest.mark.parametrize("channel", ["web", "telegram"])
def test_whoever_waits_half_a_minute_gets_the_help_text_once(database: Store, channel: str) -> None:
    put_in(database, "tolong", channel=channel)
    watchdog = Watchdog(database, frozenset({"telegram"}))
    assert watchdog.look() == 0
    make_old(database)
    assert watchdog.look() == 1
    assert watchdog.look() == 0
    with database.transaction() as session:
        conversation = session.scalars(select(Conversation)).one()
        said = bubbles(session, database, conversation.id)
        sent = session.scalars(select(OutboxMessage)).all()
    assert "999" in said[0].text
    assert [row.urgent for row in sent] == ([True] if channel == "telegram" else [])


async def test_the_late_answer_still_comes_after_the_help_text(database: Store) -> None:
    put_in(database, "tolong")
    make_old(database)
    Watchdog(database).look()
    worker, echo = worker_of(database)
    await run_dry(worker)
    assert echo.heard == ["tolong"]


def test_the_backlog_says_how_long_the_oldest_has_waited(database: Store) -> None:
    put_in(database, "one", "two")
    make_old(database)
    figures = backlog(database)
    assert figures["inbox_waiting"] == 2
    assert figures["inbox_oldest_seconds"] >= 31
