"""One turn of a conversation: a message in, what is said out (design.md section 3).

Triage first, without Rasa; an emergency is answered then and there. Otherwise Rasa takes the turn,
with the understanding already made. If it fails or takes too long, the fixed help text is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session

from bot.dialogue.collector import ReplyCollector
from bot.dialogue.emergency import respond
from bot.language.identify import Guess, choose
from bot.replies.catalogue import best, say, spoken
from bot.replies.help import help_text
from bot.replies.menus import menu, titled
from bot.replies.reply import Button, Reply
from bot.store.buttons import is_token, issue, meaning
from bot.store.conversations import Bubble, add_bubble, find_or_create, wipe
from bot.store.database import Store
from bot.store.models import Conversation, now
from bot.triage.classifier import Classifier
from bot.triage.confidence import FALLBACK, is_understood
from bot.triage.rules import DISCLOSURES
from bot.triage.understand import Understanding, understand

_SECONDS = 20.0
_LONG = 4000
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message and what it was taken for; `button` where it was tapped."""

    meaning: Understanding
    button: Button | None
    empty: bool


def _tapped(button: Button, language: str) -> Understanding:
    return Understanding(
        text=button.title,
        language=language,
        language_confidence=1.0,
        guess=Guess(language, 1.0),
        intent=button.intent,
        confidence=1.0,
        ranking=((button.intent, 1.0),),
        urgency="none",
        indicators=(),
        entities=(),
        reasons=(),
    )


_BARE_WORDS = 4
_SURE = 0.7
_EMPTY = frozenset({"inform", "out_of_scope", "greet", "take_quiz"} | DISCLOSURES)


def _is_bare_place(heard: Heard) -> bool:
    """True for "johor bahru" or "im in taiwan": an answer to "which country", whatever it looks like alone."""
    meant = heard.meaning
    if heard.button or meant.urgency not in ("none", "concern"):
        return False
    named = any(entity.entity == "country" for entity in meant.entities)
    short = len(meant.text.split()) <= _BARE_WORDS and "?" not in meant.text
    return named and short and (meant.intent in _EMPTY or meant.confidence < _SURE)


def _is_fallback(heard: Heard) -> bool:
    meant = heard.meaning
    return heard.button is None and not is_understood(
        meant.intent, list(meant.ranking), meant.urgency
    )


def _parse_data(heard: Heard) -> dict[str, Any]:
    """The understanding in the form in which Rasa keeps a parsed message."""
    meant = heard.meaning
    intent = FALLBACK if _is_fallback(heard) else meant.intent
    if _is_bare_place(heard):
        intent = "inform"
    ranking = [{"name": name, "confidence": share} for name, share in meant.ranking]
    return {
        "text": meant.text,
        "intent": {"name": intent, "confidence": meant.confidence},
        "intent_ranking": ranking,
        "entities": [entity.as_json() for entity in meant.entities],
        "urgency": meant.urgency,
        "indicators": list(meant.indicators),
        "answer": heard.button.answer if heard.button else None,
        "language": meant.language,
        "language_confidence": meant.language_confidence,
    }


class Dialogue:
    """Takes turns. One instance a process; turns of one conversation never overlap."""

    def __init__(self, agent: Agent, classifier: Classifier, store: Store) -> None:
        self._agent = agent
        self.classifier = classifier
        self._store = store
        # A turn is computing, in one transaction: two at a time would only wait for each other.
        self._one_at_a_time = asyncio.Lock()
        self.last_was_emergency = False

    async def turn(
        self, channel: str, address: str, text: str, *, language_hint: str | None = None
    ) -> list[Bubble]:
        """Answers one message; what is said and what is done are committed together.

        Args:
            channel: the name of the channel.
            address: who writes, as the channel knows them; stored encrypted.
            text: what they wrote, or the token of a button.
            language_hint: the language of their browser or app, used until they have written.

        Returns:
            What to show, never empty; buttons carry opaque tokens.
        """
        async with self._one_at_a_time:
            with self._store.transaction() as session:
                conversation = find_or_create(session, self._store, channel, address)
                return await self.turn_in(session, conversation, text, language_hint)

    def say(
        self, session: Session, conversation: Conversation, heard: str, replies: list[Reply]
    ) -> list[Bubble]:
        """Says something that needs no dialogue, in the caller's transaction."""
        add_bubble(session, self._store, conversation.id, heard, inbound=True)
        return self._keep(conversation.id, replies)

    async def turn_in(
        self, session: Session, conversation: Conversation, text: str, language_hint: str | None
    ) -> list[Bubble]:
        """Answers one message in the caller's transaction; see `turn`."""
        button = meaning(session, conversation.id, text) or titled(text)
        heard = self._hear(conversation, text, button, language_hint)
        new = conversation.language is None
        self._remember(conversation, heard, language_hint)
        shown = button.title if button else ("…" if is_token(text) else text)
        add_bubble(session, self._store, conversation.id, shown, inbound=True)
        self.last_was_emergency = heard.meaning.urgency == "emergency"
        language = best(conversation.language or language_hint)
        try:
            with self._store.savepoint():
                replies = await self._answer(conversation, heard, language)
        except Exception:
            log.exception("turn_failed", conversation=conversation.id)
            replies = [Reply(help_text(language, conversation.country), menu("more", language))]
        if not replies:
            replies = [Reply(say("fallback.menu", language), menu("main", language))]
        if len(text) > _LONG:
            replies.insert(0, Reply(say("too_long", language)))
        if new and _is_calm(heard.meaning):
            replies.append(_confirm_language(conversation.language or language, language))
        return self._keep(conversation.id, replies)

    def _hear(
        self,
        conversation: Conversation,
        text: str,
        button: Button | None,
        hint: str | None,
    ) -> Heard:
        current = conversation.language
        if button:
            return Heard(_tapped(button, current or hint or "en"), button, False)
        if is_token(text):  # of an old menu, or somebody else's
            return Heard(_tapped(Button("", "ask_help"), current or hint or "en"), None, False)
        if text == "/start":
            return Heard(_tapped(Button("…", "greet"), current or hint or "en"), None, False)
        # A typed command of Rasa's ("/inform{...}") is plain text here: it is read, not obeyed.
        understood = understand(
            text,
            self.classifier,
            country=conversation.country,
        )
        letters = any(character.isalnum() for character in text)
        cry = bool(understood.reasons)  # signs alone may be a cry for help: 🆘
        return Heard(understood, None, empty=not letters and not cry)

    @staticmethod
    def _remember(conversation: Conversation, heard: Heard, hint: str | None) -> None:
        if heard.button is None:
            guess, current = heard.meaning.guess, conversation.language
            conversation.language = choose(guess, current, conversation.language_chosen)
        elif conversation.language is None and hint in spoken():
            conversation.language = hint  # whoever taps has read the page in this language
        conversation.seen_at = now()

    async def _answer(self, conversation: Conversation, heard: Heard, language: str) -> list[Reply]:
        if heard.empty:
            return [Reply(say("empty", language), menu("main", language))]
        if heard.meaning.urgency == "emergency":
            return await self._emergency(conversation, heard, language)
        collector = ReplyCollector()
        message = UserMessage(
            text=heard.meaning.text or "…",
            output_channel=collector,
            sender_id=conversation.id,
            input_channel=conversation.channel,
            parse_data=_parse_data(heard),
        )
        known: dict[str, object] = {"language": language}
        if not _is_fallback(heard):
            known["fallbacks"] = None
        await self._set_slots(conversation.id, **known)
        await asyncio.wait_for(self._agent.handle_message(message), _SECONDS)
        tracker = await self._tracker(conversation.id)
        known_country = tracker.get_slot("country")
        if known_country and known_country != conversation.country:
            collector.effects.setdefault("country", known_country)
        self._apply(conversation.id, collector.effects)
        return collector.replies

    def _apply(self, conversation_id: str, effects: dict[str, Any]) -> None:
        """Does to the conversation what actions asked for."""
        if not effects:
            return
        with self._store.transaction() as session:
            conversation = session.get_one(Conversation, conversation_id)
            if effects.get("erase"):
                wipe(session, conversation)
                return
            if "language" in effects:
                conversation.language = effects["language"]
                conversation.language_chosen = True
            if "country" in effects:
                conversation.country = effects["country"]

    async def _emergency(
        self, conversation: Conversation, heard: Heard, language: str
    ) -> list[Reply]:
        meant = heard.meaning
        named = next((e.value for e in meant.entities if e.entity == "country"), None)
        country = named or conversation.country
        with self._store.transaction() as session:
            session.get_one(Conversation, conversation.id).country = country
            replies = respond(
                session,
                self._store.keys,
                conversation.id,
                language=language,
                intent=meant.intent,
                indicators=meant.indicators,
                entities=meant.entities,
                country=country,
            )
        await self._write_down_emergency(conversation.id, heard, country, language)
        return replies

    async def _tracker(self, conversation_id: str) -> DialogueStateTracker:
        processor = self._agent.processor
        if processor is None:
            raise RuntimeError("the agent has no model")
        return await processor.fetch_tracker_and_update_session(conversation_id, ReplyCollector())

    async def _set_slots(self, conversation_id: str, **values: object) -> None:
        tracker = await self._tracker(conversation_id)
        events = [SlotSet(k, v) for k, v in values.items() if tracker.get_slot(k) != v]
        if events:
            await self._save(tracker, events)

    async def _save(self, tracker: DialogueStateTracker, events: Sequence[Event]) -> None:
        tracker.update_with_events(list(events), self._agent.domain)
        await self._agent.tracker_store.save(tracker)

    async def _write_down_emergency(
        self, conversation_id: str, heard: Heard, country: str | None, language: str
    ) -> None:
        """Lets the dialogue know: a form in progress ends, a bare country next is understood."""
        try:
            tracker = await self._tracker(conversation_id)
            parse = _parse_data(heard)
            known = list(tracker.get_slot("indicators") or ())
            signs = list(dict.fromkeys([*known, *heard.meaning.indicators]))
            events: list[Event] = [
                UserUttered(heard.meaning.text, parse["intent"], parse["entities"], parse),
                ActiveLoop(None),
                SlotSet("requested_slot", None),
                SlotSet("language", language),
                SlotSet("urgency", "emergency"),
                SlotSet("indicators", signs),
                ActionExecuted("action_emergency"),
                ActionExecuted("action_listen"),
            ]
            for kind in ("relation", "age"):
                named = next((e.value for e in heard.meaning.entities if e.entity == kind), None)
                if named is not None:
                    events.insert(3, SlotSet(kind, named))
            if country:
                events.insert(3, SlotSet("country", country))
            await self._save(tracker, events)
        except Exception:  # the answer is already on its way; Rasa's memory must not stop it
            log.exception("emergency_not_noted", conversation=conversation_id)

    def _keep(self, conversation_id: str, replies: list[Reply]) -> list[Bubble]:
        with self._store.transaction() as session:
            tokens = issue(session, conversation_id, replies)
            kept = []
            for reply, row in zip(replies, tokens, strict=True):
                stored = add_bubble(
                    session,
                    self._store,
                    conversation_id,
                    reply.text,
                    inbound=False,
                    buttons=row,
                )
                kept.append(Bubble(stored.id, False, reply.text, row, stored.created_at))
        return kept


def _is_calm(meant: Understanding) -> bool:
    """False while somebody tells of harm: nothing is put between them and help."""
    calm = meant.urgency in ("none", "concern")
    return calm and meant.intent not in DISCLOSURES | {"change_language"}


def _confirm_language(detected: str, language: str) -> Reply:
    """One tap confirms the language; unsure, all are offered."""
    key = "language.confirm" if detected == language else "language.ask"
    return Reply(say(key, language), menu("languages", language))
