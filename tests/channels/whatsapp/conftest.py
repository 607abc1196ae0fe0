"""Suar's WhatsApp side between the real inbox and a Graph API of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from pydantic import SecretStr
from sqlalchemy import select
from starlette.applications import Starlette

from bot.channels.whatsapp.account import Account
from bot.channels.whatsapp.webhook import PATH, webhook_routes
from bot.delivery.inbox import Inbox
from bot.delivery.inbox import read as read_row
from bot.delivery.messages import Inbound
from bot.store.database import Store
from bot.store.models import InboxMessage
from tests.fakes.graph_api import APP_SECRET, TOKEN, VERIFY_TOKEN, FakeGraphApi
from tests.fakes.graph_webhooks import NUMBER_ID


@pytest.fixture
def graph() -> Iterator[FakeGraphApi]:
    """Meta, on this machine."""
    with FakeGraphApi().running() as running:
        yield running


@pytest.fixture
def whatsapp_account(graph: FakeGraphApi) -> Account:
    return Account(
        NUMBER_ID,
        SecretStr(TOKEN),
        SecretStr(APP_SECRET),
        SecretStr(VERIFY_TOKEN),
        graph.url,
        "v25.0",
    )


@dataclass(frozen=True)
class Webhook:
    """The webhook on a port, and what it has stored."""

    url: str
    store: Store

    def stored(self) -> list[Inbound]:
        with self.store.transaction() as session:
            rows = session.scalars(select(InboxMessage).order_by(InboxMessage.id))
            return [read_row(self.store, row) for row in rows if row.state != "quarantined"]

    def quarantined(self) -> list[str]:
        with self.store.transaction() as session:
            rows = session.scalars(select(InboxMessage).where(InboxMessage.state == "quarantined"))
            place = "inbox:whatsapp:{}"
            return [
                self.store.keys.decrypt(row.body_enc, place.format(row.provider_id)) for row in rows
            ]


@pytest.fixture
def webhook(store: Store, whatsapp_account: Account) -> Iterator[Webhook]:
    """The webhook as it is served, at the real inbox."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    app = Starlette(routes=webhook_routes(Inbox(store), whatsapp_account))
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield Webhook(f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}", store)
    server.should_exit = True
    thread.join(timeout=30)
