"""The offer check as a form: what is known is not asked, every question can be skipped."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.form_input import goes_first
from actions.heard import Heard, heard, signs
from actions.say import utter
from bot.knowledge.law import cites
from bot.knowledge.offer_check import (
    ADULT,
    OTHER,
    RESULT,
    SKIP,
    Assessment,
    assess,
    is_child,
    questions,
    read_answer,
    settled_by,
)
from bot.language.normal import plain
from bot.replies.catalogue import say
from bot.replies.doors import danger_numbers, numbers_for
from bot.replies.menus import offer as buttons_for
from bot.replies.names import joined

SLOT = "offer_"
_MOST_SIGNS = 7
_TRIES = 2
_AGE = re.compile(r"^\D{0,12}(\d{1,2})\D{0,12}$")
_UNDER = re.compile(
    r"\b(?:di ?bawah|bawah|under|below|less than|belum) ?(?:18|umur|dewasa)|masih sekolah|still in school|budak sekolah"
)
_OVER = re.compile(
    r"\b(?:di ?atas|atas|over|above|more than|lebih(?: dari)?|sudah|dah) ?(?:18|dewasa)|\b(?:dewasa|adult|kepala [234])\b"
)
_HOME = {"id": "ID", "jv": "ID", "su": "ID", "ms": "MY"}
_CHILD_FACTS = ["id-uu18-minimum-age", "int-palermo-child"]
_NEEDS = ("recruitment", "migrant_worker", "labour", "trafficking")


def _age(message: Heard) -> object | None:
    if message.answer in ("under", "over"):
        return message.answer
    named = message.named("age")
    if named is not None:
        return int(named)
    form = plain(message.text)
    bare = _AGE.match(form)
    if bare:
        return int(bare[1])
    if _UNDER.search(form):
        return "under"
    return "over" if _OVER.search(form) else None


def _answer(name: str, message: Heard) -> object | None:
    """The answer of a message to one question; None where it gives none."""
    if message.answer is not None:
        return message.answer
    if name == "country":
        found = message.named("country")
        return found or _skip_or_result(message)
    if name == "age":
        return _age(message) or _skip_or_result(message)
    yes, no = message.intent == "affirm", message.intent == "deny"
    return read_answer(name, message.text, yes=yes, no=no)


def _skip_or_result(message: Heard) -> str | None:
    found = read_answer("country", message.text)
    if found is None and message.intent == "deny":
        return SKIP
    return found


def _told(message: Heard) -> dict[str, object]:
    """The questions a message has answered of itself, with their answers."""
    known: dict[str, object] = dict(settled_by(message.indicators))
    if message.named("country"):
        known["country"] = message.named("country")
    if message.named("age") is not None:
        known["age"] = int(message.named("age"))
    elif "underage" in message.indicators:
        known["age"] = "under"
    return known


def _told_besides(message: Heard, tracker: Tracker, asked: str) -> dict[str, object]:
    """What a message settles besides the question that was asked."""
    return {
        name: value
        for name, value in _told(message).items()
        if name != asked and (tracker.get_slot(SLOT + name) is None or _corrects(name, message))
    }


def _signs(tracker: Tracker, message: Heard) -> list[str]:
    """The signs so far; an age of 18 or more that is said takes "underage" back."""
    found = signs(tracker, message)
    age = message.named("age")
    if age is not None and int(age) >= ADULT:
        return [sign for sign in found if sign != "underage"]
    return found


def _corrects(name: str, message: Heard) -> bool:
    """True where an age or a country is said outright: it replaces what was guessed."""
    return name in ("age", "country") and message.named(name) is not None


class ActionStartOffer(Action):
    """Begins the check with what was told in one go."""

    def name(self) -> str:
        return "action_start_offer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        parts = [say("offer.intro", language)]
        if message.indicators:
            names = [say(f"explain.{sign}.name", language) for sign in message.indicators]
            parts.append(say("offer.known", language, signs=joined(names, language)))
        known = _told(message)
        if is_child(known.get("age")):
            parts.append(say("offer.child_first", language))
        utter(dispatcher, "\n\n".join(parts))
        values = {**dict.fromkeys(questions()), **known}
        events: list[EventType] = [SlotSet(SLOT + name, value) for name, value in values.items()]
        return [*events, SlotSet("indicators", list(message.indicators)), SlotSet("tries", 0)]


class ValidateOfferForm(Action):
    """Reads the answer to the question that was asked."""

    def name(self) -> str:
        return "validate_offer_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        requested = tracker.get_slot("requested_slot")
        message = heard(tracker)
        if not requested or (message.intent == "check_offer" and message.answer is None):
            return self._more(tracker, message) if requested else []
        asked = requested.removeprefix(SLOT)
        if goes_first(message) and _skip_or_result(message) is None:
            return []
        answer = _answer(asked, message)
        if answer == RESULT:
            return [SlotSet("requested_slot", None), SlotSet("tries", 0)]
        extra = _told_besides(message, tracker, asked)
        told = SlotSet("indicators", _signs(tracker, message))
        if answer is None and not extra:
            return self._not_understood(dispatcher, tracker, message, requested)
        events: list[EventType] = [told, SlotSet("tries", 0)]
        if answer is not None:
            value = None if answer == OTHER and asked != "country" else answer
            events.append(SlotSet(requested, value))
            if is_child(value) and asked == "age":
                utter(dispatcher, say("offer.child_first", message.language))
        else:
            utter(dispatcher, say("inform", message.language))
        return [*events, *(SlotSet(SLOT + name, value) for name, value in extra.items())]

    @staticmethod
    def _more(tracker: Tracker, message: Heard) -> list[EventType]:
        """More of the offer is told while a question is open."""
        extra = _told_besides(message, tracker, "")
        events: list[EventType] = [SlotSet("indicators", _signs(tracker, message))]
        return [*events, *(SlotSet(SLOT + name, value) for name, value in extra.items())]

    @staticmethod
    def _not_understood(
        dispatcher: CollectingDispatcher, tracker: Tracker, message: Heard, requested: str
    ) -> list[EventType]:
        """Asked once more, then left open: nobody is held up by a question."""
        tries = int(tracker.get_slot("tries") or 0) + 1
        if tries >= _TRIES:
            return [SlotSet(requested, SKIP), SlotSet("tries", 0)]
        utter(dispatcher, say("offer.not_understood", message.language))
        return [SlotSet("tries", tries)]


class ActionOfferResult(Action):
    """What is seen, what is not known, what may come next, whom to ask. Never a verdict."""

    def name(self) -> str:
        return "action_offer_result"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        answers = {name: tracker.get_slot(SLOT + name) for name in questions()}
        result = assess(answers, tracker.get_slot("indicators") or ())
        utter(dispatcher, _seen(result, language))
        rest = _rest(result, language)
        if rest:
            utter(dispatcher, rest)
        steps = [say(f"offer.next.{step}", language) for step in result.next_steps]
        lines = "\n".join(f"• {step}" for step in steps)
        utter(dispatcher, say("offer.next", language) + "\n" + lines)
        home = _HOME.get(language)
        child = danger_numbers(home, language, child=True) if result.child else ""
        numbers = child or numbers_for(home, language, _NEEDS, most=2)
        following = ["talk_to_human", "ask_licence", "ask_help"]
        text = say("offer.numbers", language) + "\n\n" + numbers
        utter(dispatcher, text, buttons_for(following, language))
        # Where the offer leads is not where the person is: the country of help is left alone.
        return [SlotSet("indicators", list(result.signs))]


def _seen(result: Assessment, language: str) -> str:
    """The signs that are there and why each matters."""
    parts = [say("offer.result", language)]
    if result.child:
        child = say("offer.child_first", language)
        source = say("source", language, cites="; ".join(cites(_CHILD_FACTS)))
        parts.append(f"{child}\n{source}")
    if not result.signs:
        return "\n\n".join([*parts, say("offer.no_signs", language)])
    lines = [
        f"• {say(f'explain.{sign}.name', language)}. {say(f'explain.{sign}.why', language)}"
        for sign in result.signs[:_MOST_SIGNS]
    ]
    return "\n\n".join([*parts, say("offer.signs", language) + "\n" + "\n".join(lines)])


def _rest(result: Assessment, language: str) -> str:
    """What speaks for the offer, and what is not known."""
    parts = []
    if result.good:
        names = [say(f"offer.good.{name}", language) for name in result.good]
        parts.append(say("offer.good", language, good=joined(names, language)))
    if result.unknown:
        names = [say(f"offer.unknown.{name}", language) for name in result.unknown]
        parts.append(say("offer.unknown", language, unknown=joined(names, language)))
    return "\n\n".join(parts)
