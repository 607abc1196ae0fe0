"""The offer check: what answers mean, which signs are there, what is unknown, what to do next.

Pure data in, data out (data/dialogue/offer.yml); the words are in the catalogues. Never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict

from bot.language.normal import plain
from bot.settings import ROOT

SKIP, RESULT, OTHER = "skip", "result", "other"
ADULT = 18
UNDER, OVER = "under", "over"


class Question(BaseModel):
    """One question of the check."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signs: dict[str, str] = {}
    known: dict[str, str] = {}
    good: str | None = None
    if_yes: str | None = None
    if_no: str | None = None
    words: dict[str, str] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    schema_: int
    skip_words: str
    result_words: str
    questions: dict[str, Question]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is seen in an offer. Lists are in the order in which they are said."""

    child: bool
    signs: tuple[str, ...]
    good: tuple[str, ...]
    unknown: tuple[str, ...]
    next_steps: tuple[str, ...]


@lru_cache(maxsize=1)
def _file() -> _File:
    text = (ROOT / "data" / "dialogue" / "offer.yml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    document["schema_"] = document.pop("schema")
    return _File.model_validate(document)


def questions() -> dict[str, Question]:
    """The questions in their order, by name."""
    return _file().questions


def read_answer(name: str, text: str, *, yes: bool = False, no: bool = False) -> str | None:
    """The answer a text gives to a question; None where it gives none.

    Args:
        name: of the question ("fee").
        text: what the person wrote.
        yes: it was understood as a yes.
        no: it was understood as a no.
    """
    form, question = plain(text), questions()[name]
    if re.search(_file().skip_words, form):
        return SKIP
    if re.search(_file().result_words, form):
        return RESULT
    for answer, pattern in question.words.items():
        if re.search(pattern, form):
            return answer
    if yes and question.if_yes:
        return question.if_yes
    if no and question.if_no:
        return question.if_no
    return None


def settled_by(indicators: Iterable[str]) -> dict[str, str]:
    """Questions that told signs have answered already, with their answers."""
    told = set(indicators)
    found: dict[str, str] = {}
    for name, question in questions().items():
        for indicator, answer in question.known.items():
            if indicator in told:
                found.setdefault(name, answer)
    return found


def is_child(age: object) -> bool:
    """True for an age under 18, in years or as the answer "under"."""
    return age == UNDER or (isinstance(age, int | float) and age < ADULT)


def _next_steps(child: bool, signs: list[str], country: object, unknown: list[str]) -> list[str]:
    if child:
        return ["child", "keep", "family"]
    steps = ["verify_id"]
    if country == "MY":
        steps.append("verify_my")
    elif country not in (None, SKIP, "ID"):
        steps.append("verify")
    if {"upfront_fee", "debt_bondage"} & set(signs) or "fee" in unknown:
        steps.append("pay")
    if {"wrong_visa", "irregular_route"} & set(signs) or "visa" in unknown:
        steps.append("visa")
    if "no_contract" in signs or "contract" in unknown:
        steps.append("contract")
    if {"time_pressure", "secrecy"} & set(signs):
        steps.append("soon")
    return [*steps, "keep", "family"]


def assess(answers: Mapping[str, object], told: Iterable[str]) -> Assessment:
    """What is present, what is good, what is not known, and what may come next.

    Args:
        answers: question -> answer (an int for age, a country code); absent or "skip" is unknown.
        told: indicators found in what was written at any time.
    """
    child = is_child(answers.get("age"))
    signs = list(dict.fromkeys(told))
    good, unknown = [], []
    for name, question in questions().items():
        answer = answers.get(name)
        if answer in (None, SKIP):
            unknown.append(name)
            continue
        sign = question.signs.get(str(answer))
        if sign and sign not in signs:
            signs.append(sign)
        if question.good == answer and not set(question.signs.values()) & set(signs):
            good.append(name)
    if child and "underage" not in signs:
        signs.insert(0, "underage")
    steps = _next_steps(child or "underage" in signs, signs, answers.get("country"), unknown)
    return Assessment(
        child or "underage" in signs, tuple(signs), tuple(good), tuple(unknown), tuple(steps)
    )
