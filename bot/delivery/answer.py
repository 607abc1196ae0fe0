"""What a message of any kind is answered with. Every kind has a real answer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from bot.delivery.messages import Answer, Inbound, Kind
from bot.dialogue.turn import Dialogue
from bot.knowledge.geography import country_at
from bot.replies.catalogue import best, say
from bot.replies.doors import danger_numbers, numbers_for
from bot.replies.help import help_text
from bot.replies.menus import menu
from bot.replies.names import country_name
from bot.replies.reply import Reply
from bot.store.conversations import Bubble
from bot.store.models import Conversation, now

_MEDIA = frozenset({Kind.PHOTO, Kind.VOICE, Kind.VIDEO, Kind.DOCUMENT})
_SILENT = frozenset({Kind.BLOCKED, Kind.MIGRATED})


class Answerer:
    """Turns messages into answers with the dialogue; `sends` are the channels with an outbox."""

    def __init__(self, dialogue: Dialogue, sends: Collection[str] = ()) -> None:
        self._dialogue = dialogue
        self.sends = frozenset(sends)

    async def answer(
        self, session: Session, conversation: Conversation, message: Inbound
    ) -> Answer:
        """Answers one message inside the worker's transaction."""
        if message.kind in _SILENT:
            return self._note(conversation, message)
        conversation.blocked = False
        hint = message.extra.get("language")
        if message.kind in (Kind.TEXT, Kind.BUTTON):
            return await self._turn(session, conversation, message.text, hint)
        if message.kind is Kind.START:
            payload = str(message.extra.get("payload") or "")[:64]
            conversation.source = conversation.source or payload or None
            return await self._turn(session, conversation, "/start", hint)
        said: list[Bubble] = []
        urgent = False
        if message.text.strip():
            captioned = await self._turn(session, conversation, message.text, hint)
            said, urgent = list(captioned.bubbles), captioned.urgent
        replies = self._beside_text(conversation, message, hint)
        said += self._dialogue.say(session, conversation, f"[{message.kind}]", replies)
        return Answer(said, urgent)

    async def _turn(
        self, session: Session, conversation: Conversation, text: str, hint: str | None
    ) -> Answer:
        bubbles = await self._dialogue.turn_in(session, conversation, text, hint)
        return Answer(bubbles, self._dialogue.last_was_emergency)

    @staticmethod
    def _note(conversation: Conversation, message: Inbound) -> Answer:
        """Blocked, or moved: nothing is said."""
        if message.kind is Kind.BLOCKED:
            conversation.blocked = bool(message.extra.get("blocked", True))
        return Answer(())  # a moved chat writes, or is written to, under its new address

    @staticmethod
    def _beside_text(conversation: Conversation, message: Inbound, hint: str | None) -> list[Reply]:
        if conversation.language is None:
            conversation.language = best(hint)
        language = best(conversation.language)
        conversation.seen_at = now()
        if message.kind is Kind.LOCATION:
            return _located(conversation, message, language)
        if message.kind is Kind.GROUP:
            return [Reply(say("kind.group", language))]
        if message.kind in _MEDIA:
            return [Reply(say("kind.media", language), menu("kind_media", language))]
        key = "kind.contact" if message.kind is Kind.CONTACT else "kind.other"
        return [Reply(say(key, language), menu("more", language))]

    def give_up(self, conversation: Conversation) -> Answer:
        """The fixed help text for a message that failed again and again."""
        language = best(conversation.language)
        text = help_text(language, conversation.country)
        return Answer([Bubble(0, False, text, (), now())], urgent=True)


def _located(conversation: Conversation, message: Inbound, language: str) -> list[Reply]:
    """A location becomes a country; the exact place is not kept."""
    country = country_at(message.extra.get("latitude"), message.extra.get("longitude"))
    if country is None:
        return [Reply(say("kind.location_unknown", language), menu("hotline_countries", language))]
    conversation.country = country
    text = say("kind.location", language, country=country_name(country, language))
    danger = danger_numbers(country, language)
    more = numbers_for(country, language, ("trafficking", "migrant_worker", "consular"), most=2)
    return [Reply(text + "\n\n" + danger), Reply(more, menu("more", language))]
