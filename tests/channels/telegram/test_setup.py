"""At the start Telegram learns the commands, a neutral description, and where updates go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from pydantic import SecretStr, ValidationError
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.client import close_bot, open_bot, token_of, webhook_secret
from bot.channels.telegram.commands import COMMANDS
from bot.channels.telegram.setup import introduce, set_webhook, webhook_url
from bot.replies.catalogue import say, spoken
from bot.settings import Settings
from tests.fakes.telegram_api import FakeTelegram, too_many

T = TypeVar("T")
WORDS_NOT_ON_A_LOCK_SCREEN = ("traffick", "perdagangan orang", "pemerdagangan", "polis", "polisi",
                              "korban", "mangsa", "victim", "hotline", "rescue")  # fmt: skip


def _do(options: Settings, use: Callable[[Bot], Awaitable[T]]) -> T:
    async def run() -> T:
        bot = open_bot(options)
        try:
            return await use(bot)
        finally:
            await close_bot(bot)

    return asyncio.run(run())


def test_commands_stand_in_every_language_and_for_everybody_else(
    api: FakeTelegram, options: Settings
) -> None:
    assert _do(options, introduce)
    assert set(api.commands) == {"", *spoken()}
    for code, commands in api.commands.items():
        language = code or "en"
        assert [c["command"] for c in commands] == list(COMMANDS)
        assert commands[0]["description"] == say("telegram.command.menu", language)


def test_the_description_is_neutral_in_every_language(api: FakeTelegram, options: Settings) -> None:
    _do(options, introduce)
    assert len(api.descriptions) == 2 * (1 + len(spoken()))
    for text in api.descriptions.values():
        assert text
        assert not any(word in text.lower() for word in WORDS_NOT_ON_A_LOCK_SCREEN), text


def test_what_is_set_already_is_not_set_again(api: FakeTelegram, options: Settings) -> None:
    _do(options, introduce)
    api.calls.clear()
    _do(options, introduce)
    assert not [call.method for call in api.calls if call.method.startswith("set")]


def test_a_refusal_is_reported_and_harms_nothing(api: FakeTelegram, options: Settings) -> None:
    api.fail("setMyCommands", too_many(100))
    assert _do(options, introduce) is False
    assert _do(options, introduce) is True


def test_the_webhook_is_set_with_its_secret_and_all_kinds(
    api: FakeTelegram, options: Settings
) -> None:
    hook = options.model_copy(update={"telegram_webhook_url": "http://127.0.0.1:9"})
    _do(hook, lambda bot: set_webhook(bot, hook))
    assert api.webhook.url == "http://127.0.0.1:9/webhooks/telegram/webhook"
    assert api.webhook.secret == webhook_secret(hook)
    (arguments,) = api.called("setWebhook")
    assert {"my_chat_member", "chat_member"} <= set(arguments["allowed_updates"])
    assert not arguments.get("drop_pending_updates")


def test_a_refused_webhook_is_an_error(api: FakeTelegram, options: Settings) -> None:
    api.fail("setWebhook", too_many(1))
    with pytest.raises(TelegramError):
        _do(options, lambda bot: set_webhook(bot, options))


def test_the_secret_follows_from_the_token_unless_it_is_set(options: Settings) -> None:
    made = webhook_secret(options)
    assert made == webhook_secret(options)
    assert len(made) == 64
    assert token_of(options) not in made
    other = options.model_copy(update={"telegram_token": SecretStr("1:other")})
    assert webhook_secret(other) != made
    own = options.model_copy(update={"telegram_webhook_secret": SecretStr("mine")})
    assert webhook_secret(own) == "mine"


def test_an_address_with_a_path_is_taken_as_it_is() -> None:
    path = "/webhooks/telegram/webhook"
    assert webhook_url("https://a.example") == "https://a.example" + path
    assert webhook_url("https://a.example/") == "https://a.example" + path
    assert webhook_url("https://a.example/own/") == "https://a.example/own"


def test_settings_name_what_is_wrong_and_never_show_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "")
    empty = Settings()
    assert empty.telegram_token is None
    assert empty.telegram_webhook_secret is None
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "ö secret")
    with pytest.raises(ValidationError, match="1 to 256"):
        Settings()
    monkeypatch.delenv("TELEGRAM_WEBHOOK_SECRET")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc def")
    with pytest.raises(ValidationError, match="BotFather") as error:
        Settings()
    assert "abc def" not in error.value.errors()[0]["msg"]
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", " 123:abc ")
    assert "123:abc" not in repr(Settings())
