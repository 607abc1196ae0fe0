"""What is said in one bubble: a text and the buttons below it. Channels lay it out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: what it says and what it means (an intent and, where one was asked, an answer)."""

    title: str
    intent: str
    answer: str | None = None

    def payload(self) -> str:
        """Rasa's notation; only for inside, a channel shows an opaque token instead."""
        values = json.dumps({"answer": self.answer}) if self.answer is not None else ""
        return f"/{self.intent}{values}"


@dataclass(frozen=True, slots=True)
class Reply:
    """One bubble."""

    text: str
    buttons: tuple[Button, ...] = ()


def button_from(data: dict[str, Any]) -> Button:
    """A button as Rasa passes it (title and payload).

    Raises:
        ValueError: the payload is not in Rasa's notation.
    """
    payload = str(data.get("payload", ""))
    if not payload.startswith("/"):
        raise ValueError(f"button payload {payload!r} is not an intent")
    intent, brace, values = payload[1:].partition("{")
    answer = json.loads(brace + values).get("answer") if brace else None
    return Button(str(data.get("title", "")), intent, answer)
