"""Deleting what was written: asked once, then done (bot/dialogue/turn.py erases after the reply)."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import heard
from actions.say import utter
from bot.replies.catalogue import say
from bot.replies.menus import menu


class ActionAskDelete(Action):
    """Asks whether everything shall be deleted."""

    def name(self) -> str:
        return "action_ask_delete"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        utter(dispatcher, say("delete.ask", language), menu("delete", language))
        return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("pending", "delete")]
