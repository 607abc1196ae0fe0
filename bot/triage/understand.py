"""One message in, its meaning out: the only door to understanding, for parse, Rasa and watchdog alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.language.entities import Entity, entities_in
from bot.language.identify import Guess, identify
from bot.language.normal import plain
from bot.triage.classifier import Classifier
from bot.triage.lexicon import hits
from bot.triage.rules import judge

_RANKED = 5


@dataclass(frozen=True, slots=True)
class Understanding:
    """The meaning of one message. `ranking` holds the likeliest intents with their probabilities."""

    text: str
    language: str
    language_confidence: float
    guess: Guess
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    urgency: str
    indicators: tuple[str, ...]
    entities: tuple[Entity, ...]
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The output of `bot parse` (contract: interfaces.md)."""
        return {
            "text": self.text,
            "language": self.language,
            "language_confidence": round(self.language_confidence, 4),
            "intent": {"name": self.intent, "confidence": round(self.confidence, 4)},
            "urgency": self.urgency,
            "indicators": list(self.indicators),
            "entities": [entity.as_json() for entity in self.entities],
            "reasons": list(self.reasons),
        }


# "iya tolong" to a question is a yes, not a cry for help.
_PLAIN_YES = re.compile(
    r"(?:ya+|iya+|ye+|yes|ok(?:e|ay|ey)?|boleh|sure|yeah)[, ]+(?:tolong|please|pls|dong|kak|pak|bu|mau|boleh|nak|sila|silakan|lah|la)[ .!]*"
)


def _yes(text: str, guess: Guess, ranking: tuple[tuple[str, float], ...]) -> Understanding:
    return Understanding(
        text, guess.language, guess.confidence, guess, "affirm", 1.0, ranking, "none", (), (), ()
    )


def _intent(ranking: list[tuple[str, float]], forced: str | None) -> tuple[str, float]:
    if forced is None or ranking[0][0] == forced:
        return ranking[0]
    return forced, dict(ranking).get(forced, 0.0)


def understand(
    text: str,
    classifier: Classifier,
    *,
    country: str | None = None,
) -> Understanding:
    """Language, intent, urgency, indicators and entities of one message.

    Args:
        text: what the person wrote, as it came.
        classifier: the trained model.
        country: where the person is, for phone numbers without a country code.
    """
    guess = identify(text)
    entities = tuple(entities_in(text, country)) if text.strip() else ()
    matched = hits(text)
    scores = classifier.scores(text)
    ranking = sorted(scores.intents.items(), key=lambda pair: pair[1], reverse=True)
    forced = next((hit.intent for hit in matched if hit.intent), None)
    intent, confidence = _intent(ranking, forced)
    if _PLAIN_YES.fullmatch(plain(text)):
        return _yes(text, guess, tuple(ranking[:_RANKED]))
    judgement = judge(intent, scores.urgencies, scores.indicators, entities, matched)
    return Understanding(
        text=text,
        language=guess.language,
        language_confidence=guess.confidence,
        guess=guess,
        intent=intent,
        confidence=confidence,
        ranking=tuple(ranking[:_RANKED]),
        urgency=judgement.urgency,
        indicators=judgement.indicators,
        entities=entities,
        reasons=judgement.reasons,
    )
