"""Somebody tells of harm: acknowledge, is it safe to write, what can be done, numbers, a person."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.form_input import goes_first
from actions.heard import Heard, heard, place, signs
from actions.say import utter
from bot.cases.cases import note, open_case, open_case_of, rewrite_summary, summary_of
from bot.cases.summary import Summary, joined_summary, speaker_of
from bot.dialogue.emergency import respond
from bot.language.entities import Entity
from bot.language.normal import plain
from bot.replies.catalogue import say
from bot.replies.doors import danger_numbers, home_doors, numbers_for
from bot.replies.menus import menu
from bot.store.current import current_store
from bot.triage.rules import DISCLOSURES, higher

_SLOTS = (
    "safe_to_write", "help_country", "want_person", "summary_ok", "summary_words", "pending",
    "advised",
)  # fmt: skip
_HELD = frozenset({"restriction_of_movement", "physical_sexual_violence"})
_ASKED = frozenset({"safe_to_write", "help_country", "want_person", "summary_ok"})
_FAMILY = frozenset({"child", "sibling", "spouse", "parent", "relative", "friend"})
_ACKNOWLEDGE = {
    "disclose_exploitation": "ack.disclose",
    "report_suspicion": "ack.suspicion",
    "report_missing": "ack.missing",
    "urgent_help": "ack.help",
    "self_harm": "ack.self_harm",
}
_NEEDS = {
    "report_missing": ("missing", "police", "consular"),
    "report_suspicion": ("trafficking", "police", "labour"),
}
_USUAL_NEEDS = ("trafficking", "emergency", "migrant_worker", "labour", "women")
_YES = re.compile(
    r"^(?:ya+|iya+|ye+|yela|yelah|okla|haah|ha ah|a ah|yse|yes|y|yup|yep|yeah|sure|ok|oke|okay|okey|baik"
    r"|boleh|bole|bisa|aman|safe|selamat|mau|nak|setuju|betul)\b"
)
# Only a bare no is one: "x boleh call. wassap je" and "ga ada yg peduli" begin alike and are none.
_NO = re.compile(
    r"(?:tidak|gak|ga|nggak|enggak|ngga|engga|no|nope|tak|x|jangan|belum|not|nanti)"
    r"(?: (?:usah|mau|dulu|aman|perlu|deh|kak|makasih|nak|selamat|sekarang|saja|je|now|safe|thanks|thank you|really|yet))*[ .!]*"
)
_WORDS_KEPT = 600


def _reset() -> list[EventType]:
    return [*(SlotSet(slot, None) for slot in _SLOTS), SlotSet("tries", 0)]


class ActionEmergency(Action):
    """The emergency answer when Rasa runs without our own turn (`rasa shell`)."""

    def name(self) -> str:
        return "action_emergency"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        country = place(tracker, message)
        store = current_store()
        with store.transaction() as session:
            replies = respond(
                session,
                store.keys,
                tracker.sender_id,
                language=message.language,
                intent=message.intent,
                indicators=message.indicators,
                entities=tuple(Entity(k, v, 0, 0) for k, v in message.entities),
                country=country,
            )
        for reply in replies:
            utter(dispatcher, reply.text, reply.buttons)
        return [SlotSet("urgency", "emergency"), SlotSet("country", country)]


class ActionAcknowledge(Action):
    """The first words to somebody who tells; what they told is kept for the summary."""

    def name(self) -> str:
        return "action_acknowledge"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        if message.urgency == "emergency":
            told = ActionEmergency().run(dispatcher, tracker, domain)
            return [*_reset(), *told, *(SlotSet(slot, "known") for slot in _SLOTS[:4])]
        relation = message.named("relation")
        key = _ACKNOWLEDGE.get(message.intent, "ack.help")
        if message.intent == "disclose_exploitation" and relation:
            key = "ack.disclose_other"
        country = place(tracker, message)
        words = say(key, message.language)
        if message.urgency == "urgent" and country and _HELD & set(message.indicators):
            # Whoever is locked in or beaten may have one minute: numbers before any question.
            numbers = danger_numbers(country, message.language)
            words += "\n\n" + say("ack.unsafe_more", message.language) + "\n\n" + numbers
        utter(dispatcher, words)
        urgency = higher(tracker.get_slot("urgency") or "none", message.urgency)
        return [
            *_reset(),
            SlotSet("indicators", signs(tracker, message)),
            SlotSet("relation", relation),
            SlotSet("age", message.named("age") or tracker.get_slot("age")),
            SlotSet("urgency", urgency),
            SlotSet("country", country),
            SlotSet("help_country", country),
            SlotSet("last_topic", message.intent),
            SlotSet("requested_slot", None),
        ]


class ActionStartHandover(Action):
    """A person is wanted: only the country and the summary are asked."""

    def name(self) -> str:
        return "action_start_handover"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        country = place(tracker, message)
        key = "ack.short" if message.urgency == "urgent" else "person.start"
        utter(dispatcher, say(key, message.language))
        return [
            *_reset(),
            SlotSet("requested_slot", None),
            SlotSet("relation", message.named("relation") or tracker.get_slot("relation")),
            SlotSet("safe_to_write", "safe"),
            SlotSet("want_person", "want"),
            SlotSet("indicators", signs(tracker, message)),
            SlotSet("country", country),
            SlotSet("help_country", country),
            SlotSet("last_topic", "talk_to_human"),
        ]


class ValidateDisclosureForm(Action):
    """Reads the answer to what was asked; more of the story is added, not cut off."""

    def name(self) -> str:
        return "validate_disclosure_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        requested = tracker.get_slot("requested_slot")
        message = heard(tracker)
        if requested not in _ASKED:
            return []
        if (
            tracker.get_slot("pending") == "words"
            and message.intent != "stop"
            and not message.answer
        ):
            words = message.text[:_WORDS_KEPT]
            return [SlotSet("summary_words", words), SlotSet("pending", None)]
        more = message.intent in DISCLOSURES and message.answer is None
        # "ya selamat" is a yes here, though alone it would be a farewell.
        yes = message.intent == "goodbye" and _YES.match(plain(message.text))
        if goes_first(message) and not more and not yes:
            return []
        events: list[EventType] = []
        if more or message.indicators or message.named("country"):
            events = _added(tracker, message)
        value = self._value(requested, message)
        if requested == "summary_ok" and message.named("country") and message.answer is None:
            country = message.named("country")
            return [SlotSet("country", country), SlotSet("help_country", country)]
        if value is None and not events:
            return _unclear(tracker, requested)
        if value is None and more:
            value = "safe" if requested == "safe_to_write" else None
        return [*events, *self._consequences(dispatcher, tracker, requested, value, message)]

    @staticmethod
    def _value(requested: str, message: Heard) -> str | None:
        if requested == "help_country":
            named = message.named("country")
            if message.answer is not None:
                return message.answer
            return named or ("skip" if message.intent == "deny" else None)
        if message.answer is not None:
            return message.answer
        form = plain(message.text)
        no = bool(_NO.fullmatch(form)) or message.intent == "deny"
        if not no and (message.intent == "affirm" or _YES.match(form)):
            return {"safe_to_write": "safe", "want_person": "want", "summary_ok": "send"}[requested]
        if no:
            return "unsafe" if requested == "safe_to_write" else "no"
        return None

    @staticmethod
    def _consequences(
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        requested: str,
        value: str | None,
        message: Heard,
    ) -> list[EventType]:
        if value is None:
            return []
        end = [SlotSet(requested, value), SlotSet("requested_slot", None)]
        if (requested, value) == ("safe_to_write", "unsafe"):
            numbers = danger_numbers(place(tracker, message), message.language)
            utter(dispatcher, say("safe.no", message.language) + "\n\n" + numbers)
            return end
        if (requested, value) == ("safe_to_write", "unsure"):
            utter(dispatcher, say("safe.unsure", message.language))
        if value == "no":
            return end
        if value == "change":
            return [SlotSet("pending", "words")]
        events: list[EventType] = [SlotSet(requested, value), SlotSet("tries", 0)]
        if requested == "help_country" and value.isupper():
            events.append(SlotSet("country", value))
        return events


def _added(tracker: Tracker, message: Heard) -> list[EventType]:
    """What a further message adds to what is known."""
    events: list[EventType] = [
        SlotSet("indicators", signs(tracker, message)),
        SlotSet("urgency", higher(tracker.get_slot("urgency") or "none", message.urgency)),
    ]
    if message.named("country") and tracker.get_slot("help_country") is None:
        country = message.named("country")
        events += [SlotSet("country", country), SlotSet("help_country", country)]
    for slot in ("relation", "age"):
        if message.named(slot) is not None:
            events.append(SlotSet(slot, message.named(slot)))
    return events


def _unclear(tracker: Tracker, requested: str) -> list[EventType]:
    """Asked again once; then taken as no answer, and no is never taken as consent."""
    tries = int(tracker.get_slot("tries") or 0) + 1
    if tries < 2:
        return [SlotSet("tries", tries)]
    given = {"safe_to_write": "unsure", "help_country": "skip"}.get(requested)
    if given:
        return [SlotSet(requested, given), SlotSet("tries", 0)]
    return [SlotSet(requested, "no"), SlotSet("requested_slot", None)]


class ActionAskWantPerson(Action):
    """What can be done now and the numbers for the place, before a person is offered."""

    def name(self) -> str:
        return "action_ask_disclosure_form_want_person"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        message = heard(tracker)
        language = message.language
        country = tracker.get_slot("help_country")
        country = country if country and country.isupper() else None
        if tracker.get_slot("advised") == (country or "none"):
            if message.intent in DISCLOSURES and message.answer is None:
                utter(dispatcher, say("ack.added", language))
        else:
            topic = tracker.get_slot("last_topic")
            relation = tracker.get_slot("relation")
            key = "can_do.family" if relation in _FAMILY or topic == "report_missing" else "can_do"
            if topic == "report_suspicion" or (relation and relation not in _FAMILY):
                key = "can_do.suspicion"
            utter(dispatcher, say(key, language))
            child = "underage" in (tracker.get_slot("indicators") or ())
            needs = _NEEDS.get(topic or "", _USUAL_NEEDS)
            utter(dispatcher, numbers_for(country, language, needs, child=child))
            home = home_doors(language, country) if country else ""
            if home:
                utter(dispatcher, home)
        utter(dispatcher, say("person.ask", language), menu("want_person", language))
        return [SlotSet("advised", country or "none")]


def _summary(tracker: Tracker, language: str) -> Summary:
    relation = tracker.get_slot("relation")
    topic = tracker.get_slot("last_topic")
    who = speaker_of(relation) if relation or topic != "report_suspicion" else "unknown"
    country = tracker.get_slot("help_country")
    age = tracker.get_slot("age")
    return Summary(
        who=who,
        country=country if country and country.isupper() else None,
        age=int(age) if isinstance(age, int | float) else None,
        signs=tuple(tracker.get_slot("indicators") or ()),
        words=tracker.get_slot("summary_words"),
        wish=True,
        language=language,
    )


class ActionAskSummary(Action):
    """Shows what would be passed on, word for word, and asks."""

    def name(self) -> str:
        return "action_ask_disclosure_form_summary_ok"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        if tracker.get_slot("pending") == "words":
            utter(dispatcher, say("summary.write", language))
            return []
        facts = _summary(tracker, language).text(language)
        text = f"{say('summary.intro', language)}\n\n{facts}\n\n{say('summary.ask', language)}"
        utter(dispatcher, text, menu("summary_ok", language))
        return []


class ActionOpenCase(Action):
    """Opens the case the person agreed to; says its number and that nobody has read it yet."""

    def name(self) -> str:
        return "action_open_case"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        agreed = tracker.get_slot("summary_ok") == "send"
        if not agreed:
            if tracker.get_slot("safe_to_write") not in ("unsafe", "known"):
                utter(dispatcher, say("case.declined", language), menu("more", language))
            return _reset()
        summary = _summary(tracker, language)
        urgency = tracker.get_slot("urgency") or "none"
        store = current_store()
        with store.transaction() as session:
            case = open_case_of(session, tracker.sender_id)
            if case is None:
                child = "underage" in summary.signs
                case = open_case(
                    session,
                    store.keys,
                    tracker.sender_id,
                    summary,
                    urgency=urgency,
                    because="consent",
                    child=child,
                )
            else:
                known = summary_of(case, store.keys)
                rewrite_summary(case, store.keys, joined_summary(known, summary))
                case.country = summary.country or case.country
                case.urgency = higher(case.urgency, urgency)
                note(session, case, "consent_given", what="summary", to="hotline")
            number = case.number
        utter(dispatcher, say("case.opened", language, number=number), menu("more", language))
        return _reset()
