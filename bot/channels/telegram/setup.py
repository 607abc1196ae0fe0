"""Tells Telegram at the start: commands and descriptions in every language, and where updates go."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import structlog
from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.channels.telegram.client import webhook_secret
from bot.channels.telegram.commands import descriptions
from bot.channels.telegram.errors import code_of
from bot.channels.telegram.names import ALLOWED_UPDATES, CHANNEL
from bot.channels.telegram.webhook import PATH
from bot.replies.catalogue import say, spoken
from bot.settings import Settings

_DEFAULT = "en"
_CONNECTIONS = 40
log = structlog.get_logger(__name__)


def _languages() -> Sequence[tuple[str | None, str]]:
    """(code for Telegram, language of the text); without a code, for everybody else."""
    return [(None, _DEFAULT), *((code, code) for code in spoken() if len(code) == 2)]


async def _set_commands(bot: Bot, code: str | None, language: str) -> None:
    wanted = [BotCommand(name, text) for name, text in descriptions(language)]
    if list(await bot.get_my_commands(language_code=code)) != wanted:
        await bot.set_my_commands(wanted, language_code=code)


async def _set_descriptions(bot: Bot, code: str | None, language: str) -> None:
    long, short = say("telegram.description", language), say("telegram.short", language)
    if (await bot.get_my_description(language_code=code)).description != long:
        await bot.set_my_description(long, language_code=code)
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)


async def introduce(bot: Bot) -> bool:
    """Sets commands and the neutral description in every language, where they are not set already.

    Telegram allows few such changes: asking first lets a program that restarts often stay welcome.

    Returns:
        False where Telegram did not take everything; chatting works all the same.
    """
    try:
        for code, language in _languages():
            await _set_commands(bot, code, language)
            await _set_descriptions(bot, code, language)
    except TelegramError as error:
        log.warning("telegram_not_introduced", channel=CHANNEL, code=code_of(error))
        return False
    return True


def webhook_url(configured: str) -> str:
    """The address for Telegram; where only the host is given, the path is added."""
    address = configured.rstrip("/")
    return address if urlsplit(address).path else address + PATH


async def set_webhook(bot: Bot, settings: Settings) -> None:
    """Has updates sent to `TELEGRAM_WEBHOOK_URL`, with the secret.

    Raises:
        TelegramError: Telegram refused or could not be reached.
    """
    await bot.set_webhook(
        webhook_url(settings.telegram_webhook_url),
        allowed_updates=ALLOWED_UPDATES,
        secret_token=webhook_secret(settings),
        max_connections=_CONNECTIONS,
        drop_pending_updates=False,
    )
