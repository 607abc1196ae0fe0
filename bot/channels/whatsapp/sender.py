"""Sends bubbles by the Cloud API: in parts where long, by template where the 24 hours are over."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from bot.channels.whatsapp import outcomes
from bot.channels.whatsapp.account import CHANNEL, Account
from bot.channels.whatsapp.identity import is_phone
from bot.channels.whatsapp.layout import lay_out
from bot.channels.whatsapp.templates import template
from bot.delivery.messages import Limits, Outcome, Outgoing, Sent

LIMITS = Limits(per_second=80, per_chat_seconds=6, burst=10)
WAITS = "window_closed"
"""The code of a reply that waits for the person to write again."""
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_REMEMBERED = 10_000
_ONCE_IN = 24 * 3600.0
_FIRST_LOOK, _LONGEST_LOOK = 60.0, 6 * 3600.0
Key = TypeVar("Key")
Value = TypeVar("Value")


def addressed(payload: dict[str, Any], address: str) -> dict[str, Any]:
    """A payload with its recipient: a user id goes into `recipient`, a phone number into `to`.

    Meta drops a user id that stands in `to`.
    """
    field = "to" if is_phone(address) else "recipient"
    envelope = {"messaging_product": "whatsapp", "recipient_type": "individual", field: address}
    return {**envelope, **payload}


class WhatsAppSender:
    """The sending side (`bot.delivery.messages.Sender`).

    It remembers, in memory, which parts of a bubble are out, so that a second try says only the rest,
    and whom it has sent the template, so that a day brings one at most. A restart forgets both.
    """

    channel = CHANNEL
    limits = LIMITS

    def __init__(
        self,
        account: Account,
        timeout: httpx.Timeout = _TIMEOUT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = account.messages_url
        self._clock = clock
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {account.token.get_secret_value()}"},
            timeout=timeout,
            follow_redirects=False,  # the token goes nowhere else
        )
        self._parts: OrderedDict[int, tuple[str, ...]] = OrderedDict()
        self._invited: OrderedDict[str, float] = OrderedDict()

    async def send(self, message: Outgoing) -> Sent:
        """Sends one bubble, in parts where it is too long; reports, never raises."""
        if not message.window_open:
            return await self._invite(message)
        payloads = lay_out(message.text, message.buttons, message.language)
        if not payloads:
            return Sent(Outcome.REFUSED, code="empty")
        done = self._parts.pop(message.id, ())
        for payload in payloads[len(done) :]:
            result = await self._post(addressed(payload, message.address), message)
            if result.outcome is not Outcome.SENT:
                if done:
                    _remember(self._parts, message.id, done)
                if result.code == str(outcomes.WINDOW_CLOSED):
                    return await self._invite(message)
                return Sent(result.outcome, done, result.after, result.code)
            done += result.ids
        self._invited.pop(message.address, None)
        return Sent(Outcome.SENT, ids=done)

    async def mark_read(self, message_id: str, *, typing: bool = False) -> bool:
        """Shows a message as read, and Suar as writing; True where Meta took it. Worth no second try."""
        body: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": message_id,
        }
        if typing:
            body["typing_indicator"] = {"type": "text"}
        try:
            response = await self._client.post(self._url, json=body)
        except (httpx.HTTPError, ValueError):
            return False
        return response.is_success

    async def close(self) -> None:
        """Closes connections."""
        await self._client.aclose()

    async def _post(self, body: dict[str, Any], message: Outgoing) -> Sent:
        attempts, urgent = message.attempts, message.urgent
        try:
            response = await self._client.post(self._url, json=body)
        except httpx.HTTPError as error:
            return outcomes.no_answer(error, attempts, urgent=urgent)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            return Sent(Outcome.REFUSED, code=type(error).__name__)
        return outcomes.outcome_of(response, attempts, urgent=urgent)

    async def _invite(self, message: Outgoing) -> Sent:
        """Asks the person to write, by the template; the reply waits, it is neither sent nor lost."""
        asked = self._invited.get(message.address)
        if asked is None or self._clock() - asked > _ONCE_IN:
            body = addressed(template(message.language), message.address)
            result = await self._post(body, message)
            if result.outcome is not Outcome.SENT:
                return result
            _remember(self._invited, message.address, self._clock())
        # soon at first (who sees the template may answer at once), then slower: 12 looks span a day
        grown = _FIRST_LOOK * 2 ** min(max(message.attempts, 1), 10)
        return Sent(Outcome.RETRY, after=min(grown, _LONGEST_LOOK), code=WAITS)


def _remember(known: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    """Keeps a bounded number of things, the newest."""
    known[key] = value
    known.move_to_end(key)
    if len(known) > _REMEMBERED:
        known.popitem(last=False)
