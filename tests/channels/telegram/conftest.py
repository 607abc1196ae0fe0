"""A fake Bot API, the settings that point to it, and the real inbox in a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.delivery.inbox import QUARANTINED, Inbox, read
from bot.delivery.messages import Inbound
from bot.settings import Settings
from bot.store.database import Store
from bot.store.models import InboxMessage
from tests.fakes.telegram_api import TOKEN, FakeTelegram


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


@pytest.fixture
def options(api: FakeTelegram) -> Settings:
    return Settings().model_copy(
        update={
            "telegram_token": SecretStr(TOKEN),
            "telegram_api": api.url,
            "telegram_webhook_url": "",
            "telegram_webhook_secret": None,
            "telegram_staff_chat": "-777",
        }
    )


@pytest.fixture
def inbox(store: Store) -> Inbox:
    return Inbox(store)


@pytest.fixture
def stored(store: Store) -> Callable[[], list[Inbound]]:
    """What is in the inbox, in order."""

    def look() -> list[Inbound]:
        with store.transaction() as session:
            query = select(InboxMessage).where(InboxMessage.kind != "raw").order_by(InboxMessage.id)
            return [read(store, row) for row in session.scalars(query)]

    return look


@pytest.fixture
def quarantined(store: Store) -> Callable[[], int]:
    """How much is in quarantine."""

    def count() -> int:
        with store.transaction() as session:
            query = select(InboxMessage).where(InboxMessage.state == QUARANTINED)
            return len(session.scalars(query).all())

    return count
