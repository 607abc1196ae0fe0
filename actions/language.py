"""Changing the language, at any time, without losing the thread."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import heard
from actions.say import utter
from bot.language.named import language_named
from bot.replies.catalogue import say, spoken
from bot.replies.menus import menu


class ActionChangeLanguage(Action):
    """Takes the language that was tapped or named; asks where none was."""

    def name(self) -> str:
        return "action_change_language"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        wanted = message.answer or language_named(message.text)
        if wanted in spoken():
            buttons = () if tracker.active_loop else menu("main", wanted)
            utter(dispatcher, say("language.changed", wanted), buttons)
            dispatcher.utter_message(json_message={"language": wanted})
            return [SlotSet("language", wanted)]
        key = "language.unknown" if wanted else "language.ask"
        utter(dispatcher, say(key, message.language), menu("languages", message.language))
        return []
