"""Keeps to a channel's limits: so many a second in all, so long between two messages to one chat."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.delivery.messages import Limits

_FORGET_AFTER = 600.0


class Pace:
    """Token buckets, one for the channel and one a chat. Urgent messages have a third of the channel's."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._tokens = limits.per_second
        self._filled = clock()
        self._chats: dict[str, tuple[float, float]] = {}

    def _fill(self) -> None:
        moment = self._clock()
        gained = (moment - self._filled) * self._limits.per_second
        self._tokens = min(self._limits.per_second, self._tokens + gained)
        self._filled = moment

    def room(self, *, urgent: bool) -> int:
        """How many messages may go out now; what is not urgent leaves a third for what is."""
        self._fill()
        kept = 0.0 if urgent else self._limits.per_second / 3
        return max(0, int(self._tokens - kept))

    def _chat(self, chat: str) -> float:
        tokens, at = self._chats.get(chat, (float(self._limits.burst), self._clock()))
        gained = (self._clock() - at) / self._limits.per_chat_seconds
        return min(float(self._limits.burst), tokens + gained)

    def resting(self) -> set[str]:
        """The chats that must not be written to just now."""
        moment = self._clock()
        self._chats = {c: v for c, v in self._chats.items() if moment - v[1] < _FORGET_AFTER}
        return {chat for chat in self._chats if self._chat(chat) < 1}

    def spend(self, chat: str) -> None:
        """Notes that a message goes out to a chat now."""
        self._fill()
        self._tokens -= 1
        self._chats[chat] = (self._chat(chat) - 1, self._clock())
