"""Sends bubbles to Telegram."""

from __future__ import annotations

from collections import OrderedDict

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import TelegramError

from bot.channels.telegram.client import close_bot
from bot.channels.telegram.errors import code_of, outcome_of
from bot.channels.telegram.layout import rows, split
from bot.channels.telegram.names import CHANNEL
from bot.delivery.messages import Limits, Outcome, Outgoing, Sent

_TOKEN_BYTES = 64
_REMEMBERED = 1000
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
log = structlog.get_logger(__name__)


def keyboard(buttons: tuple[tuple[str, str], ...]) -> InlineKeyboardMarkup | None:
    """Buttons below a message. One whose token Telegram would not take is left out, not the message."""
    good = [pair for pair in buttons if pair[0] and 1 <= len(pair[1].encode()) <= _TOKEN_BYTES]
    if len(good) < len(buttons):
        log.error("button_left_out", channel=CHANNEL, count=len(buttons) - len(good))
    if not good:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(t, callback_data=token) for t, token in row] for row in rows(good)]
    )


class TelegramSender:
    """Telegram's sending side (`bot.delivery.messages.Sender`). Lives on one event loop."""

    channel = CHANNEL
    limits = Limits(per_second=30.0, per_chat_seconds=1.0, burst=3)

    def __init__(self, bot: Bot, *, staff_chat: str = "", protect: bool = True) -> None:
        self._bot = bot
        self._staff_chat = staff_chat
        # Protected messages cannot be forwarded or saved: what somebody asked stays in this chat.
        self._protect = protect
        # Parts of a long bubble that are out already: when a later part has to be tried again, these
        # are not said twice. Forgotten at a restart.
        self._out: OrderedDict[int, tuple[str, ...]] = OrderedDict()

    async def send(self, message: Outgoing) -> Sent:
        """See `Sender.send`. A group is left once it has been told why."""
        parts = split(message.text)
        if not parts or not message.address.lstrip("-").isdecimal():
            return Sent(Outcome.REFUSED, code="empty" if not parts else "bad_address")
        result = await self._send_parts(message, parts)
        if result.outcome is Outcome.RETRY:
            self._out[message.id] = result.ids
            while len(self._out) > _REMEMBERED:
                self._out.popitem(last=False)
        else:
            self._out.pop(message.id, None)
            await self._leave_group(message.address, result)
        return result

    async def _send_parts(self, message: Outgoing, parts: list[str]) -> Sent:
        done = self._out.get(message.id, ())
        below = keyboard(message.buttons)
        for number in range(len(done), len(parts)):
            try:
                sent = await self._bot.send_message(
                    int(message.address),
                    parts[number],
                    reply_markup=below if number == len(parts) - 1 else None,
                    protect_content=self._protect,
                    link_preview_options=_NO_PREVIEW,
                )
            except TelegramError as error:
                return outcome_of(error, done)
            except Exception:  # a fault of the client: whether the message is out is not known
                log.exception("client_failed", channel=CHANNEL)
                return Sent(Outcome.RETRY, done, code="client_failed")
            done = (*done, str(sent.message_id))
        return Sent(Outcome.SENT, done)

    async def _leave_group(self, address: str, result: Sent) -> None:
        """Suar writes with one person at a time; in the staff group it stays."""
        told = result.outcome is Outcome.SENT or result.code == "may_not_write"
        if not told or not address.startswith("-") or address == self._staff_chat:
            return
        try:
            await self._bot.leave_chat(int(address))
        except TelegramError as error:
            log.warning("group_not_left", channel=CHANNEL, code=code_of(error))

    async def close(self) -> None:
        """See `Sender.close`."""
        await close_bot(self._bot)
