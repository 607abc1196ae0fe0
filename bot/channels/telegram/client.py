"""python-telegram-bot's client, as the settings ask for it."""

from __future__ import annotations

import hashlib
import hmac

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.settings import Settings

_DEFAULT_API = "https://api.telegram.org"


def token_of(settings: Settings) -> str:
    """The token of the bot.

    Raises:
        ValueError: Telegram is not switched on.
    """
    if settings.telegram_token is None:
        raise ValueError("TELEGRAM_BOT_TOKEN is not set")
    return settings.telegram_token.get_secret_value()


def open_bot(settings: Settings, *, seconds: float = 10.0) -> Bot:
    """A client for one event loop. Nothing is fetched; close it with `close_bot`.

    Args:
        settings: token and address of the API.
        seconds: how long one call may take.
    """
    api = (settings.telegram_api or _DEFAULT_API).rstrip("/")
    return Bot(
        token_of(settings),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=64,
            read_timeout=seconds,
            write_timeout=seconds,
            connect_timeout=min(seconds, 5.0),
            pool_timeout=seconds,
        ),
    )


async def close_bot(bot: Bot) -> None:
    """Closes the connections; `Bot.shutdown` does so only after `Bot.initialize`, which asks Telegram."""
    await bot.request.shutdown()


def webhook_secret(settings: Settings) -> str:
    """The secret that Telegram sends with every update.

    Without `TELEGRAM_WEBHOOK_SECRET` it follows from the token, so that every process of an
    installation has the same one and none has to be stored.
    """
    if settings.telegram_webhook_secret is not None:
        return settings.telegram_webhook_secret.get_secret_value()
    key = token_of(settings).encode()
    return hmac.new(key, b"suar telegram webhook", hashlib.sha256).hexdigest()
