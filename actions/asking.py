"""What the forms ask: one action a question, so that Rasa's own checks know that each is used.

Rasa looks for `action_ask_<form>_<slot>`; text and buttons are those of the question's key.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import heard
from actions.say import utter
from bot.knowledge.offer_check import questions
from bot.replies.catalogue import say
from bot.replies.menus import menu


def _asking(slot: str, form: str, key: str) -> type[Action]:
    """An action that asks for a slot of a form."""

    class Ask(Action):
        def name(self) -> str:
            return f"action_ask_{form}_{slot}"

        def run(
            self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
        ) -> list[EventType]:
            language = heard(tracker).language
            text = key
            if key == "safe.ask" and tracker.get_slot("relation"):
                text = "safe.ask_family"  # never to be asked where exactly the other person is
            utter(dispatcher, say(text, language), menu(key, language))
            return []

    return Ask


# Kept here so that they live as long as the module: Rasa's SDK finds actions by looking at classes.
ASKING = (
    *(_asking(f"offer_{name}", "offer_form", f"offer.ask.{name}") for name in questions()),
    _asking("safe_to_write", "disclosure_form", "safe.ask"),
    _asking("help_country", "disclosure_form", "place.ask"),
)
