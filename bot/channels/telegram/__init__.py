"""Telegram: updates in (webhook or long polling), bubbles out, set-up, wipe.

With a token in the settings, `TelegramReceiving(settings, inbox)` is a part to run and has the route
of the webhook; `open_sender(settings)` is what a dispatcher sends with.
"""

from bot.channels.telegram.client import open_bot
from bot.channels.telegram.names import CHANNEL
from bot.channels.telegram.receiving import TelegramReceiving
from bot.channels.telegram.sender import TelegramSender
from bot.settings import Settings

__all__ = ["CHANNEL", "TelegramReceiving", "TelegramSender", "open_sender"]


def open_sender(settings: Settings) -> TelegramSender:
    """The sending side; nothing is fetched until the first message."""
    return TelegramSender(open_bot(settings), staff_chat=settings.telegram_staff_chat)
