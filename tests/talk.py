"""Talks to the assistant in tests: says things, taps buttons, and hears what comes back."""

from __future__ import annotations

import secrets
from typing import Protocol

from bot.dialogue.turn import Dialogue
from bot.store.conversations import Bubble


class HasDialogue(Protocol):
    """The `service` fixture."""

    @property
    def dialogue(self) -> Dialogue: ...


class Person:
    """Somebody in a conversation of their own."""

    def __init__(self, service: HasDialogue, language: str | None = None) -> None:
        self._service = service
        self._language = language
        self.address = secrets.token_hex(12)
        self.heard: list[Bubble] = []

    async def say(self, text: str) -> str:
        """Writes, and returns everything that was answered as one text."""
        self.heard = await self._service.dialogue.turn(
            "test", self.address, text, language_hint=self._language
        )
        return self.last

    async def tap(self, title: str) -> str:
        """Taps a button of the last answer; fails where there is no such button."""
        for bubble in reversed(self.heard):
            for shown, token in bubble.buttons:
                if shown == title:
                    return await self.say(token)
        raise AssertionError(f"there is no button {title!r} among {self.buttons}")

    @property
    def last(self) -> str:
        """The last answer as one text."""
        return "\n\n".join(bubble.text for bubble in self.heard)

    @property
    def buttons(self) -> list[str]:
        """The titles below the last answer."""
        return [title for bubble in self.heard for title, _ in bubble.buttons]
