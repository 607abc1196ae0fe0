"""Awareness and reporting questions, answered from facts with sources (data/answers.yml)."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import Heard, heard, place, signs
from actions.say import utter
from bot.knowledge.law import Block, answers, cites
from bot.replies.catalogue import say
from bot.replies.doors import numbers_for
from bot.replies.menus import menu, offer
from bot.replies.reply import Button

SERIOUS = ("urgent", "emergency")


def _block(block: Block, language: str) -> str:
    text = say(block.text, language)
    sources = cites(block.facts)
    if sources:
        text += "\n\n" + say("source", language, cites="; ".join(sources))
    return text


def _buttons(message: Heard, following: list[str], in_form: bool) -> tuple[Button, ...]:
    if in_form:
        return ()  # the form's own question comes next, with its own buttons
    if message.urgency in SERIOUS and "talk_to_human" not in following:
        following = ["talk_to_human", *following]
    return offer(following, message.language)


class ActionAnswer(Action):
    """Says the answer of the intent for the country, names its sources, and where to ask further."""

    def name(self) -> str:
        return "action_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language, country = message.language, place(tracker, message)
        answer = answers().get(message.intent)
        if answer is None:
            utter(dispatcher, say("menu", language), menu("main", language))
            return []
        if message.urgency in SERIOUS:
            utter(dispatcher, say("ack.short", language))
        bubbles = [_block(block, language) for block in answer.blocks_for(country)]
        if answer.channels:
            child = "underage" in message.indicators
            needs, most = answer.channels.needs, answer.channels.most
            bubbles.append(numbers_for(country, language, needs, child=child, most=most))
        for bubble in bubbles[:-1]:
            utter(dispatcher, bubble)
        in_form = bool(tracker.active_loop)
        utter(dispatcher, bubbles[-1], _buttons(message, answer.next, in_form))
        events: list[EventType] = [
            SlotSet("last_topic", message.intent),
            SlotSet("indicators", signs(tracker, message)),
        ]
        if message.named("country"):
            events.append(SlotSet("country", country))
        return events
