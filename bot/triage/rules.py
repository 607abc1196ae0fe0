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
    for hit in hits:
        urgency = higher(urgency, hit.urgency)
        found.update(hit.indicators)
    child = is_child(entities)
    if child:
        found.add("underage")
    floor = _FLOOR.get(intent)
    if floor:
        urgency = higher(urgency, floor)
    of_a_child = child or "underage" in found
    if of_a_child and intent == "report_missing":
        urgency = "emergency"
        reasons.append("rule: a missing child")
    if of_a_child and intent == "disclose_exploitation" and urgency == "urgent":
        urgency = "emergency"
        reasons.append("rule: a child in exploitation")
    return Judgement(urgency, tuple(sorted(found)), tuple(reasons))
