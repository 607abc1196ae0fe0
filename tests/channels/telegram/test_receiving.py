"""The whole receiving side against the fake Bot API: polling, webhook, start and stop."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text

from bot.channels.telegram import TelegramReceiving
from bot.channels.telegram.client import webhook_secret
from bot.channels.telegram.webhook import PATH
from bot.delivery.inbox import Inbox
from bot.delivery.messages import Inbound
from bot.settings import Settings
from bot.store.database import Store
from tests.channels.telegram.hook import serving
from tests.fakes.telegram_api import FakeTelegram, server_error

Stored = Callable[[], list[Inbound]]


def test_one_variable_is_enough_to_poll(
    api: FakeTelegram, options: Settings, inbox: Inbox, stored: Stored
) -> None:
    ada = api.person()
    ada.writes("/start poster12_ms")
    ada.writes("saya dikurung")
    tap = ada.taps("b:AbCdEfGhIjKl")["callback_query"]["id"]
    receiving = TelegramReceiving(options, inbox)
    receiving.start()
    api.until(lambda: not api.pending and api.answered and len(api.descriptions) == 8)
    assert receiving.silent_seconds is not None
    receiving.stop()
    assert [message.kind for message in stored()] == ["start", "text", "button"]
    assert api.answered == [tap]
    assert api.commands


def test_what_comes_while_it_is_stopped_is_there_at_the_next_start(
    api: FakeTelegram, options: Settings, inbox: Inbox, stored: Stored
) -> None:
    ada = api.person()
    for words in ("satu", "dua"):
        ada.writes(words)
        receiving = TelegramReceiving(options, inbox)
        receiving.start()
        api.until(lambda: not api.pending)
        receiving.stop()
    assert [message.text for message in stored()] == ["satu", "dua"]


def test_with_an_address_telegram_delivers_to_the_webhook(
    api: FakeTelegram, options: Settings, inbox: Inbox, stored: Stored
) -> None:
    ada = api.person()
    receiving = TelegramReceiving(options, inbox)
    with serving(receiving.route()) as url:
        hooked = options.model_copy(update={"telegram_webhook_url": url})
        api.fail("setWebhook", server_error())
        receiving = TelegramReceiving(hooked, inbox)
        receiving.start()
        ada.writes("halo")
        ada.taps("b:AbCdEfGhIjKl")
        api.until(lambda: not api.pending)
        receiving.stop()
        assert api.webhook.url == url + PATH
    assert [message.kind for message in stored()] == ["text", "button"]
    assert {delivery.body for delivery in api.webhook.deliveries} == {b""}
    assert api.executed == []
    assert api.offsets == [], "polled beside the webhook"


def test_while_the_database_is_down_the_webhook_loses_nothing_and_keeps_the_order(
    api: FakeTelegram, options: Settings, inbox: Inbox, store: Store, stored: Stored
) -> None:
    receiving = TelegramReceiving(options, inbox)
    with serving(receiving.route()) as url:
        with store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE inbox RENAME TO away"))
        ada = api.person()
        for words in ("satu", "dua", "tiga"):
            ada.writes(words)
        api.webhook.secret = webhook_secret(options)
        api.webhook.url = url + PATH
        ada.writes("empat")
        api.until(lambda: len(api.webhook.deliveries) >= 3)
        assert {delivery.status for delivery in api.webhook.deliveries} <= {503, None}
        with store.engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO inbox"))
        api.until(lambda: not api.pending)
    assert [message.text for message in stored()] == ["satu", "dua", "tiga", "empat"]


def test_a_wrong_secret_is_told_to_nobody_and_stores_nothing(
    api: FakeTelegram, options: Settings, inbox: Inbox, stored: Stored
) -> None:
    receiving = TelegramReceiving(options, inbox)
    with serving(receiving.route()) as url:
        api.webhook.secret = "wrong"
        api.webhook.url = url + PATH
        api.person().writes("x")
        api.until(lambda: api.webhook.deliveries and api.webhook.deliveries[0].status)
    assert api.webhook.deliveries[0].status == 401
    assert stored() == []
