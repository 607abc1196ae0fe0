"""Greeting, menu, stop, yes and no outside a question, and what nobody understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import Heard, heard
from actions.hotlines import ActionHotlines
from actions.say import utter
from bot.cases.cases import note, open_case_of
from bot.replies.catalogue import say
from bot.replies.doors import danger_numbers, home_doors
from bot.replies.menus import menu, offer
from bot.replies.names import country_name
from bot.store.current import current_store

_FORMS = (
    "offer_country", "offer_age", "offer_recruiter", "offer_fee", "offer_visa", "offer_contract",
    "offer_documents", "offer_pressure", "safe_to_write", "help_country", "want_person",
    "summary_ok", "summary_words", "pending", "tries", "quiz_step", "indicators", "urgency",
    "relation", "age",
)  # fmt: skip
_GUESSES = 3
_COUNTRY_TOPICS = ("ask_hotline", "check_offer", "ask_rights")


def leave_forms() -> list[EventType]:
    """Ends whatever was being asked and forgets its answers."""
    return [ActiveLoop(None), SlotSet("requested_slot", None), *(SlotSet(s, None) for s in _FORMS)]


class ActionWelcome(Action):
    """Who this is, who can read it, what can be done."""

    def name(self) -> str:
        return "action_welcome"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        welcome = say("welcome", language) + "\n\n" + say("welcome.privacy", language)
        utter(dispatcher, welcome)
        utter(dispatcher, say("menu", language), menu("main", language))
        return []


class ActionMenu(Action):
    """What can be done, as buttons."""

    def name(self) -> str:
        return "action_menu"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        utter(dispatcher, say("menu", language), menu("main", language))
        return []


class ActionStop(Action):
    """Stops any question at once; also "start over"."""

    def name(self) -> str:
        return "action_stop"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        utter(dispatcher, say("stop", language), menu("main", language))
        return leave_forms()


class ActionAffirm(Action):
    """A yes: to deleting, or to nothing in particular."""

    def name(self) -> str:
        return "action_affirm"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        if "delete" in (message.answer, tracker.get_slot("pending")):
            return _erase(dispatcher, tracker, message)
        if tracker.get_slot("urgency") == "emergency":
            numbers = danger_numbers(tracker.get_slot("country"), message.language)
            text = say("ack.here", message.language) + "\n\n" + numbers
            utter(dispatcher, text, menu("emergency", message.language))
            return []
        utter(dispatcher, say("affirm", message.language), menu("main", message.language))
        return []


def _erase(dispatcher: CollectingDispatcher, tracker: Tracker, message: Heard) -> list[EventType]:
    with current_store().transaction() as session:
        case = open_case_of(session, tracker.sender_id)
        number = case.number if case else None
        if case:
            note(session, case, "conversation_erased")
            case.conversation_id = None
    key = "delete.done_case" if number else "delete.done"
    utter(dispatcher, say(key, message.language, **({"number": number} if number else {})))
    dispatcher.utter_message(json_message={"erase": True})
    return leave_forms()


class ActionDeny(Action):
    """A no: keep the data, it is no emergency, or to nothing in particular."""

    def name(self) -> str:
        return "action_deny"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        if message.answer == "not_emergency":
            with current_store().transaction() as session:
                case = open_case_of(session, tracker.sender_id)
                if case:
                    note(session, case, "said_no_emergency")
                    text = say("emergency.not_meant", language, number=case.number)
                    utter(dispatcher, text, menu("main", language))
                    return [SlotSet("urgency", None)]
        if message.answer is None and tracker.get_slot("urgency") == "emergency":
            text = say("ack.here", language) + "\n\n"
            text += danger_numbers(tracker.get_slot("country"), language)
            utter(dispatcher, text, menu("emergency", language))
            return []
        if message.answer == "keep" or tracker.get_slot("pending") == "delete":
            utter(dispatcher, say("delete.kept", language), menu("more", language))
            return [SlotSet("pending", None)]
        utter(dispatcher, say("deny", language), menu("more", language))
        return []


class ActionInform(Action):
    """A bare answer while nothing was asked; a country after an emergency brings its numbers."""

    def name(self) -> str:
        return "action_inform"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        answer = message.answer if message.answer and message.answer.isupper() else None
        country = answer or message.named("country")
        if country is None:
            if tracker.get_slot("urgency") == "emergency":
                key = "emergency.which_country" if message.answer == "other" else "inform"
                utter(dispatcher, say(key, language), menu("emergency", language))
                return []
            utter(
                dispatcher,
                say("inform", language) + " " + say("menu", language),
                menu("main", language),
            )
            return []
        events: list[EventType] = [SlotSet("country", country)]
        if tracker.get_slot("urgency") == "emergency":
            numbers = danger_numbers(country, language)
            home = home_doors(language, country)
            utter(
                dispatcher, "\n\n".join(filter(None, (numbers, home))), menu("emergency", language)
            )
            return events
        if tracker.get_slot("last_topic") == "ask_hotline":
            return [*events, *ActionHotlines().run(dispatcher, tracker, domain)]
        text = say("inform.country", language, country=country_name(country, language))
        utter(dispatcher, text, offer(_COUNTRY_TOPICS, language))
        return events


class ActionOutOfScope(Action):
    """Something Suar is not for; the second time in other words."""

    def name(self) -> str:
        return "action_out_of_scope"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        again = tracker.get_slot("last_topic") == "out_of_scope"
        key = "out_of_scope.again" if again else "out_of_scope"
        utter(dispatcher, say(key, language), menu("main", language))
        return [SlotSet("last_topic", None if again else "out_of_scope")]


class ActionFallback(Action):
    """Not understood: a guess to tap, then the menu, then a person. Never the same words twice."""

    def name(self) -> str:
        return "action_fallback"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        count = int(tracker.get_slot("fallbacks") or 0)
        guesses = offer(message.ranking, language)[:_GUESSES]
        if count == 0 and guesses:
            something_else = menu("something_else", language)
            utter(dispatcher, say("fallback.maybe", language), guesses + something_else)
        elif count <= 1:
            utter(dispatcher, say("fallback.menu", language), menu("main", language))
        else:
            text = say("fallback.person", language)
            country = tracker.get_slot("country")
            numbers = danger_numbers(country, language)
            utter(dispatcher, text + "\n\n" + numbers, menu("more", language))
        return [SlotSet("fallbacks", count + 1)]


class ActionDefaultFallback(ActionFallback):
    """Rasa's own fallback: no rule applied. Answered, not reverted (research/rasa.md 2f)."""

    def name(self) -> str:
        return "action_default_fallback"
