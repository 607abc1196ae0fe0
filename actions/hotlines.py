"""A number, address or office: by country, by what it is needed for, and by who needs it."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import SERIOUS
from actions.heard import Heard, heard, place
from actions.say import utter
from bot.language.normal import plain
from bot.replies.catalogue import say
from bot.replies.doors import danger_numbers, home_doors, numbers_for
from bot.replies.menus import menu

# What a question for a number names, and the need it stands for; the first that is named counts most.
_NEEDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:kbri|kjri|kedutaan|konsulat|kedubes|embassy|consulate|konsul|kemlu)\b", ("consular",)),
    (
        r"\b(?:polisi|polis|police|999|110|balai|darurat|kecemasan|emergency)\b",
        ("police", "emergency"),
    ),
    (r"\b(?:anak|kanak|child|children|budak|minor|kpai)\b", ("child",)),
    (r"\b(?:perempuan|wanita|women|woman|kdrt|istri|isteri)\b", ("women",)),
    (r"\b(?:perkosa\w*|rogol|rape\w*|seksual|sexual|pelecehan)\b", ("sexual_violence", "women")),
    (r"\b(?:gaji|upah|wages?|salary|majikan|employer|jtksm|buruh|labou?r|kerja)\b", ("labour",)),
    (
        r"\b(?:agen|ejen|agency|agent|lowongan|penempatan|bp2mi|kp2mi|recruit\w*)\b",
        ("recruitment",),
    ),
    (r"\b(?:shelter|rumah aman|rumah perlindungan|tempat selamat|safe house)\b", ("shelter",)),
    (r"\b(?:pengacara|peguam|lawyer|bantuan hukum|legal aid|lpsk)\b", ("legal_aid",)),
    (r"\b(?:scam|judi|kompleks|compound|kk park)\b", ("scam_compound", "trafficking")),
    (r"\b(?:imigrasi|imigresen|immigration)\b", ("immigration",)),
)
_USUAL = ("trafficking", "migrant_worker", "emergency", "labour", "child", "women")


def needs_of(message: Heard) -> tuple[str, ...]:
    """What the number is needed for; the usual ones where nothing is named."""
    form = plain(message.text)
    named = [need for pattern, needs in _NEEDS if re.search(pattern, form) for need in needs]
    return tuple(dict.fromkeys([*named, *_USUAL])) if named else _USUAL


class ActionHotlines(Action):
    """Numbers for the country that was named, tapped or known; else two countries, and the question."""

    def name(self) -> str:
        return "action_hotlines"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        tapped = message.answer if message.answer and message.answer.isupper() else None
        country = tapped or place(tracker, message)
        child = "underage" in message.indicators or "child" in needs_of(message)[:1]
        if message.urgency in SERIOUS:
            utter(dispatcher, say("ack.short", language) + " " + say("ack.unsafe_more", language))
            utter(dispatcher, danger_numbers(country, language, child=child))
        if country is None:
            utter(dispatcher, say("hotline.two", language))
            numbers = numbers_for(None, language, needs_of(message), child=child)
            utter(dispatcher, numbers)
            ask = say("hotline.ask_country", language)
            utter(dispatcher, ask, menu("hotline_countries", language))
            return [SlotSet("last_topic", "ask_hotline")]
        numbers = numbers_for(country, language, needs_of(message), child=child, most=4)
        home = home_doors(language, country)
        if home:
            utter(dispatcher, numbers)
        utter(dispatcher, home or numbers, menu("more", language))
        return [SlotSet("country", country), SlotSet("last_topic", "ask_hotline")]
