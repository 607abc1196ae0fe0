"""What became of a report."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.heard import heard
from actions.say import utter
from bot.cases.cases import cases_of
from bot.replies.catalogue import say
from bot.replies.menus import menu
from bot.replies.names import spoken_date
from bot.store.current import current_store


class ActionCaseStatus(Action):
    """The state of the cases of this conversation, as it is."""

    def name(self) -> str:
        return "action_case_status"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        language = heard(tracker).language
        with current_store().transaction() as session:
            cases = list(cases_of(session, tracker.sender_id))
        lines = []
        for case in cases:
            key = "case.status.new" if case.state == "new" else "case.status.other"
            opened = spoken_date(case.opened_at.date().isoformat(), language)
            lines.append(say(key, language, number=case.number, date=opened))
        if not lines:
            lines = [say("case.status.none", language), say("answer.ask_case_status", language)]
        utter(dispatcher, "\n\n".join(lines), menu("more", language))
        return []
