"""The WhatsApp side at the real inbox, outbox and dispatcher: there, back, and what became of it."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from sqlalchemy import select

from bot.channels.whatsapp.account import Account
from bot.channels.whatsapp.sender import WhatsAppSender
from bot.delivery import outbox
from bot.delivery.dispatch import Dispatcher
from bot.logs import configure_logs
from bot.store.conversations import Bubble, find_or_create
from bot.store.database import Store
from bot.store.models import OutboxMessage, now
from tests.channels.whatsapp.conftest import Webhook
from tests.fakes.graph_api import APP_SECRET, TOKEN, VERIFY_TOKEN, FakeGraphApi, Fault, deliver
from tests.fakes.graph_webhooks import PERSON, change, envelope, of, status, text


def put(store: Store, *texts: str) -> None:
    with store.transaction() as session:
        conversation = find_or_create(session, store, "whatsapp", PERSON)
        conversation.language = "id"
        bubbles = [Bubble(0, False, words, (), now()) for words in texts]
        outbox.put(session, store, conversation, PERSON, bubbles, cause="test:1")


def rows(store: Store) -> list[OutboxMessage]:
    with store.transaction() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_reply_goes_out_and_its_statuses_only_go_forward(
    store: Store, webhook: Webhook, whatsapp_account: Account, graph: FakeGraphApi
) -> None:
    put(store, "satu", "dua")
    graph.fail(Fault(status=429, headers={"Retry-After": "0"}))
    dispatcher = Dispatcher(store, WhatsAppSender(whatsapp_account))
    dispatcher.start()
    wamids = [graph.taken.get(timeout=30) for _ in range(2)]
    dispatcher.stop()
    assert [body["text"]["body"] for body in graph.bodies()] == ["satu", "dua"]
    assert [row.provider_message_id for row in rows(store)] == wamids
    news = [status(wamids[0], state) for state in ("read", "sent", "delivered", "sent")]
    for one in [*news, *news]:
        assert deliver(webhook.url, envelope(change(statuses=[one]))).status_code == 200
    assert [row.status_rank for row in rows(store)] == [3, 1]


def test_no_secret_and_no_word_of_anybody_is_logged(
    webhook: Webhook, whatsapp_account: Account, graph: FakeGraphApi, store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with logging_to(io.StringIO(), monkeypatch) as logged:
        deliver(webhook.url, of(text("canaryword"), {"canaryword": PERSON}))
        deliver(webhook.url, b"canaryword")
        deliver(webhook.url, of(text("canaryword")), secret="x")
        httpx.get(webhook.url, params={"hub.verify_token": "canaryword"}, trust_env=False)
        put(store, "canaryword", "canaryword")
        graph.fail(Fault(code=131051))
        dispatcher = Dispatcher(store, WhatsAppSender(whatsapp_account))
        dispatcher.start()
        graph.taken.get(timeout=30)
        dispatcher.stop()
    assert "dead_letter" in logged.getvalue()
    assert "quarantined" in logged.getvalue()
    for secret in ("canaryword", PERSON, TOKEN, APP_SECRET, VERIFY_TOKEN, graph.url):
        assert secret not in logged.getvalue()


@contextlib.contextmanager
def logging_to(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logs as in production, into `stream`."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    monkeypatch.setattr("sys.stderr", stream)
    configure_logs("json")
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        root.handlers = handlers
        root.setLevel(level)
