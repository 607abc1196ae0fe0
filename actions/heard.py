"""The last message as actions need it: what was meant, tapped, named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from bot.language.entities import entities_in
from bot.replies.catalogue import best


@dataclass(frozen=True, slots=True)
class Heard:
    """The last message of a conversation."""

    text: str
    intent: str
    confidence: float
    answer: str | None
    urgency: str
    indicators: tuple[str, ...]
    entities: tuple[tuple[str, Any], ...]
    ranking: tuple[str, ...]
    language: str

    def named(self, kind: str) -> Any:
        """The first entity of a kind; None without one."""
        return next((value for name, value in self.entities if name == kind), None)


def heard(tracker: Tracker) -> Heard:
    """Reads the last message of a tracker, from the chat as from `rasa shell`."""
    message = tracker.latest_message or {}
    text = message.get("text") or ""
    entities = tuple((e["entity"], e["value"]) for e in message.get("entities") or ())
    answer = message.get("answer") or next((v for k, v in entities if k == "answer"), None)
    if answer is None and "urgency" not in message and not text.startswith("/"):
        entities = tuple((e.entity, e.value) for e in entities_in(text))
    return Heard(
        text=text,
        intent=(message.get("intent") or {}).get("name") or "",
        confidence=(message.get("intent") or {}).get("confidence") or 0.0,
        answer=answer,
        urgency=message.get("urgency") or "none",
        indicators=tuple(message.get("indicators") or ()),
        entities=entities,
        ranking=tuple(r["name"] for r in message.get("intent_ranking") or ()),
        language=best(tracker.get_slot("language") or message.get("language")),
    )


def place(tracker: Tracker, message: Heard) -> str | None:
    """Where help is needed or where the person would go: as just said, else as known."""
    known = tracker.get_slot("country")
    return message.named("country") or known


def signs(tracker: Tracker, message: Heard) -> list[str]:
    """The signs told so far, those of the last message included."""
    return list(dict.fromkeys([*(tracker.get_slot("indicators") or ()), *message.indicators]))
