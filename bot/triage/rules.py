"""The labelling rules of contract/taxonomy.yml that hold by logic, not by likelihood.

They join what was learnt (scores), what was read (entities) and what was matched (lexicon), and
name each reason, so that staff can see why a message was called urgent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.language.entities import Entity
from bot.triage.classifier import URGENCIES
from bot.triage.lexicon import Hit

ADULT = 18
"""Under 18 is a child everywhere here (Palermo Protocol art. 3(d); data/facts/law.yml)."""

DISCLOSURES = frozenset(
    {"disclose_exploitation", "report_suspicion", "report_missing", "urgent_help", "self_harm"}
)
"""Intents that are never answered by a fallback."""

_FLOOR = {"self_harm": "emergency", "urgent_help": "urgent", "report_missing": "urgent"}
_PERSONAL = DISCLOSURES | {
    "check_offer",
    "talk_to_human",
    "ask_how_to_report",
    "ask_hotline",
    "ask_shelter",
}
"""Intents that speak of something that happens or is offered, not of a danger in general."""

_SMALL_TALK = frozenset(
    {"inform", "affirm", "deny", "greet", "goodbye", "thank", "ask_help", "bot_challenge", "stop"}
    | {"change_language", "delete_my_data", "take_quiz", "subscribe_alerts", "out_of_scope"}
)
_SURE_EMERGENCY, _PLAIN_EMERGENCY = 0.6, 0.8
_GOES_ON = frozenset(
    {"physical_sexual_violence", "restriction_of_movement", "abusive_conditions"}
    | {"excessive_overtime", "withholding_of_wages", "isolation", "debt_bondage"}
)
_SOON = frozenset({"now", "today", "tonight", "tomorrow", "day_after_tomorrow", "this_week"})
_PRESENT = 0.45
_URGENT_AT = 0.5
_EMERGENCY_AT = 0.45


@dataclass(frozen=True, slots=True)
class Judgement:
    """Urgency, indicators (sorted), and why."""

    urgency: str
    indicators: tuple[str, ...]
    reasons: tuple[str, ...]


def higher(first: str, second: str) -> str:
    """The higher of two urgencies."""
    return max(first, second, key=URGENCIES.index)


def _learnt_urgency(scores: Mapping[str, float]) -> str:
    """Costs are not even: an emergency taken for small talk is the worst error there is."""
    danger = scores.get("urgent", 0.0) + scores.get("emergency", 0.0)
    if danger >= _URGENT_AT:
        share = scores.get("emergency", 0.0) / danger
        return "emergency" if share >= _EMERGENCY_AT else "urgent"
    concern = scores.get("concern", 0.0)
    return "concern" if concern + danger > scores.get("none", 0.0) else "none"


def _calmed(intent: str, urgency: str, emergency: float) -> str:
    """A bare answer is no emergency ("16", "he is gone now"), nor is a question, unless it is plain."""
    if intent in _SMALL_TALK and emergency < _PLAIN_EMERGENCY:
        return min(urgency, "concern", key=URGENCIES.index)
    if urgency == "emergency" and intent not in DISCLOSURES and emergency < _SURE_EMERGENCY:
        return "urgent"
    return urgency


def is_child(entities: Iterable[Entity]) -> bool:
    """True where an age under 18 is named."""
    return any(entity.entity == "age" and entity.value < ADULT for entity in entities)


def judge(
    intent: str,
    urgencies: Mapping[str, float],
    indicators: Mapping[str, float],
    entities: Iterable[Entity],
    hits: Iterable[Hit],
) -> Judgement:
    """Urgency and indicators of one message, from everything that is known of it."""
    entities, hits = list(entities), list(hits)
    found = {name for name, share in indicators.items() if share >= _PRESENT}
    urgency = _learnt_urgency(urgencies)
    reasons = [f"words: {hit.words}" for hit in hits]
    strong = [hit for hit in hits if hit.urgency != "none"]
    if not strong:
        urgency = _calmed(intent, urgency, urgencies.get("emergency", 0.0))
    for hit in strong:
        urgency = higher(urgency, hit.urgency)
        found.update(hit.indicators)
    if intent in _PERSONAL or urgency != "none":
        found.update(name for hit in hits for name in hit.indicators)
    child = is_child(entities)
    if child:
        found.add("underage")
    elif any(entity.entity == "age" for entity in entities):
        found.discard("underage")  # the age that was said counts, not the guess
    floor = _FLOOR.get(intent)
    if floor:
        urgency = higher(urgency, floor)
    of_a_child = child or "underage" in found
    if of_a_child and intent == "report_missing":
        urgency = "emergency"
        reasons.append("rule: a missing child")
    # A child that is about to be moved is urgent; one that is being exploited is an emergency.
    goes_on = intent == "disclose_exploitation" or (
        intent == "report_suspicion" and found & _GOES_ON
    )
    soon = any(entity.entity == "when" and entity.value in _SOON for entity in entities)
    if of_a_child and soon and urgency == "concern":
        urgency = "urgent"
        reasons.append("rule: a child to be moved within days")
    if of_a_child and goes_on and urgency == "urgent":
        urgency = "emergency"
        reasons.append("rule: a child in exploitation")
    return Judgement(urgency, tuple(sorted(found)), tuple(reasons))
