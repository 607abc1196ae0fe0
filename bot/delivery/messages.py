"""What connectors hand in and what they are asked to send: the border between channels and delivery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.store.conversations import Bubble
from bot.store.models import Conversation


class Kind(StrEnum):
    """What a message is. Everything but `STATUS` and `BLOCKED` gets an answer."""

    TEXT = "text"
    BUTTON = "button"  # text holds the token
    START = "start"  # a first contact; extra: {"payload": "..."} of a poster or link
    PHOTO = "photo"  # text holds the caption
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    CONTACT = "contact"  # never stored unasked: neither name nor number is in the message
    LOCATION = "location"  # extra: {"latitude": float, "longitude": float, "live": bool}
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"  # the person has blocked the bot (extra: {"blocked": bool})
    GROUP = "group"  # the bot was added to a group; it says why it leaves
    MIGRATED = "migrated"  # extra: {"to": "<new address>"}


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of a person, as a connector understood it. `text` is never a command of Rasa's.

    `provider_id` is unique on the channel and the same whenever the platform repeats itself.
    `extra` holds what the kind needs, and may hold: `language` (of the person's app, ISO 639-1),
    `forwarded` (bool), `edited` (bool), `reply_to` (provider id).
    """

    channel: str
    provider_id: str
    address: str
    kind: Kind
    text: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """What became of something we sent; ranks never go back (sent 1, delivered 2, read 3)."""

    channel: str
    provider_message_id: str
    state: str  # "sent", "delivered", "read", "failed"
    code: str | None = None  # the platform's error code of a failure


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One bubble to send. `buttons` are (title, token); the connector lays them out."""

    id: int
    channel: str
    address: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    urgent: bool = False
    window_open: bool = True  # WhatsApp: the person wrote within 24 hours
    attempts: int = 0


class Outcome(StrEnum):
    """What sending came to."""

    SENT = "sent"
    RETRY = "retry"  # try again, after `after` seconds where the platform says so
    GONE = "gone"  # the person cannot be reached on this channel (blocked, deleted): stop
    REFUSED = "refused"  # this message will never be taken: dead letter, alarm
    INCIDENT = "incident"  # the account or token is at fault: keep, alarm the operator, try later


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one send. `ids` are the platform's ids of the parts that were sent."""

    outcome: Outcome
    ids: tuple[str, ...] = ()
    after: float | None = None
    code: str | None = None
    moved_to: str | None = None  # the chat has a new address (Telegram: migrated to a supergroup)


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a channel may be written to."""

    per_second: float  # all chats together
    per_chat_seconds: float  # least time between two messages to one chat
    burst: int = 1  # messages to one chat that may follow each other at once


class Sender(Protocol):
    """A channel's sending side. Never raises for what the platform answers."""

    channel: str
    limits: Limits

    async def send(self, message: Outgoing) -> Sent:
        """Sends one bubble, in parts where it is too long; reports, never raises."""

    async def close(self) -> None:
        """Closes connections."""


class Receiver(Protocol):
    """The inbox as connectors see it."""

    def accept(self, messages: Sequence[Inbound], statuses: Sequence[Status] = ()) -> int:
        """Stores messages and statuses in one transaction; returns how many messages were new.

        Returns only after the commit. A message whose (channel, provider_id) is known is passed over.

        Raises:
            StoreDownError: nothing was stored; the connector answers 503 and the platform repeats.
        """

    def quarantine(self, channel: str, raw: bytes, why: str) -> None:
        """Keeps (encrypted) what was signed but could not be read, and alarms.

        Raises:
            StoreDownError: nothing was stored.
        """


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say to a message, and whether it goes ahead of everything else."""

    bubbles: Sequence[Bubble]
    urgent: bool = False


class Answers(Protocol):
    """What the worker asks; `sends` are the channels with an outbox."""

    sends: frozenset[str]

    async def answer(
        self, session: Session, conversation: Conversation, message: Inbound
    ) -> Answer:
        """Answers one message inside the worker's transaction."""

    def give_up(self, conversation: Conversation) -> Answer:
        """The fixed help text for a message that failed again and again."""


class StoreDownError(Exception):
    """The database does not answer; nothing was stored."""
