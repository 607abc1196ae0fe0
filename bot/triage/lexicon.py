"""Words that alone make a message urgent or an emergency, whatever the classifier thinks.

data/triage/lexicon.yml, written per language and tried against hard negatives; a floor, never a
ceiling. Each hit is kept with the message, so that staff see why it was called urgent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict

from bot.language.normal import plain
from bot.settings import ROOT


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    urgency: str
    indicators: list[str] = []
    intent: str | None = None
    phrases: list[str]
    unless: list[str] = []


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired: its name, the words, the urgency they carry, and what they stand for."""

    rule: str
    words: str
    urgency: str
    indicators: tuple[str, ...]
    intent: str | None


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases))


@lru_cache(maxsize=1)
def _rules() -> list[tuple[_Rule, re.Pattern[str], re.Pattern[str] | None]]:
    document = yaml.safe_load(
        (ROOT / "data" / "triage" / "lexicon.yml").read_text(encoding="utf-8")
    )
    rules = [_Rule.model_validate(rule) for rule in document["patterns"]]
    general = document["unless"]
    return [(r, _pattern(r.phrases), _pattern(r.unless + general)) for r in rules]


def hits(text: str) -> list[Hit]:
    """The rules that fire on a text; one whose `unless` also matches stays silent."""
    form = plain(text)
    found = []
    for rule, phrases, unless in _rules():
        match = phrases.search(form)
        if match and not (unless and unless.search(form)):
            found.append(
                Hit(rule.name, match[0].strip(), rule.urgency, tuple(rule.indicators), rule.intent)
            )
    return found
