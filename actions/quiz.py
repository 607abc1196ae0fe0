"""A short quiz: five sentences, true or false, and why."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import heard
from actions.say import utter
from bot.replies.catalogue import say
from bot.replies.menus import menu

SENTENCES = 5


class ActionQuiz(Action):
    """Asks the next sentence, or says whether the answer was right."""

    def name(self) -> str:
        return "action_quiz"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        step = int(tracker.get_slot("quiz_step") or 0)
        if message.answer in ("true", "false") and 1 <= step <= SENTENCES:
            right = say(f"quiz.{step}.answer", "en") == message.answer
            verdict = say("quiz.yes" if right else "quiz.no", language)
            text = verdict + " " + say(f"quiz.{step}.right", language)
            if step == SENTENCES:
                utter(dispatcher, text + "\n\n" + say("quiz.end", language), menu("more", language))
                return [SlotSet("quiz_step", None)]
            utter(dispatcher, text, menu("quiz_next", language))
            return []
        if message.answer != "next":
            step = 0
            utter(dispatcher, say("quiz.intro", language))
        step += 1
        question = f"{step}/{SENTENCES}  " + say(f"quiz.{step}.question", language)
        utter(dispatcher, question, menu("quiz", language))
        return [SlotSet("quiz_step", step)]
