"""What is said and done at once when life, body or a child is in danger. Needs no Rasa, no network.

Numbers first, a case at once, no question before. The person is told that a case was opened, and that
nobody has read it yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.cases.cases import note, open_case, open_case_of, rewrite_summary, summary_of
from bot.cases.summary import Summary, joined_summary, speaker_of
from bot.language.entities import Entity
from bot.replies.catalogue import best, say
from bot.replies.doors import danger_numbers
from bot.replies.menus import menu
from bot.replies.reply import Reply
from bot.store.crypto import Keys

_ACKNOWLEDGE = {
    "self_harm": "ack.self_harm",
    "report_missing": "ack.missing",
    "report_suspicion": "ack.suspicion",
    "disclose_exploitation": "ack.disclose",
}
_LEAD = {"self_harm": "emergency.self_harm", "report_missing": "emergency.missing"}


def _first(entities: Iterable[Entity], kind: str) -> object | None:
    return next((entity.value for entity in entities if entity.entity == kind), None)


def _record(
    session: Session,
    keys: Keys,
    conversation_id: str,
    summary: Summary,
    child: bool,
) -> tuple[str, bool]:
    """Opens the case, or adds to the open one; returns its number and whether it is new."""
    case = open_case_of(session, conversation_id)
    if case is None:
        opened = open_case(
            session,
            keys,
            conversation_id,
            summary,
            urgency="emergency",
            because="emergency",
            child=child,
        )
        return opened.number, True
    known = summary_of(case, keys)
    merged = joined_summary(known, summary)
    rewrite_summary(case, keys, merged)
    case.urgency = "emergency"
    case.country = merged.country
    case.indicators = list(merged.signs)
    case.child = case.child or child
    note(session, case, "emergency_message", signs=list(summary.signs))
    return case.number, False


def respond(
    session: Session,
    keys: Keys,
    conversation_id: str,
    *,
    language: str,
    intent: str,
    indicators: tuple[str, ...],
    entities: tuple[Entity, ...],
    country: str | None,
) -> list[Reply]:
    """Opens the case and returns what to say: acknowledgement and numbers, then the case.

    Args:
        session: the transaction in which the case is opened.
        keys: for the case's encryption.
        conversation_id: whose case it is.
        language: to answer in.
        intent: what the message was taken for; it chooses the first words.
        indicators: the signs in the message.
        entities: what the message names.
        country: where help is needed, if known from the message or before.
    """
    language = best(language)
    age, relation = _first(entities, "age"), _first(entities, "relation")
    child = "underage" in indicators
    who = speaker_of(str(relation)) if relation else "self"
    if relation is None and intent in ("report_missing", "report_suspicion"):
        who = "unknown"
    summary = Summary(
        who=who,
        country=country,
        age=age if isinstance(age, int) else None,
        signs=indicators,
        language=language,
    )
    number, new = _record(session, keys, conversation_id, summary, child)
    acknowledge = _ACKNOWLEDGE.get(intent, "ack.help")
    if intent == "disclose_exploitation" and who not in ("self", "unknown"):
        acknowledge = "ack.disclose_other"
    lead = _LEAD.get(intent, "emergency.child" if child else "emergency.lead")
    parts = [say(acknowledge, language), say(lead, language)]
    if country is None:
        parts.append(say("emergency.no_country", language))
    parts.append(danger_numbers(country, language, child=child))
    then = [say("emergency.case" if new else "emergency.case_again", language, number=number)]
    if intent != "self_harm":
        then.append(say("emergency.silent", language))
    buttons = menu("emergency", language)
    if country is None:
        then.append(say("emergency.which_country", language))
        buttons = menu("countries", language) + buttons
    return [Reply("\n\n".join(parts)), Reply("\n\n".join(then), buttons)]
