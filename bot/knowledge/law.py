"""Law and official practice (data/facts/law.yml), and which facts carry which answer (data/answers.yml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bot.settings import ROOT

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where a fact was read."""

    title: str
    url: str
    date: str
    read_on: str


class Fact(_Strict):
    """One statement of law or practice; `cite` is how it is named to people."""

    id: str
    country: Literal["ID", "MY", "ID-MY", "INT"]
    topics: list[str]
    statement: str
    cite: str
    source: Source
    trust: Literal["A", "B", "C", "D"]
    trust_note: str | None = None
    show: bool
    verify_by: str | None


class Block(_Strict):
    """A text of an answer; with a country it is for that country."""

    text: str
    country: str | None = None
    facts: list[str] = []


class ChannelChoice(_Strict):
    """Which reporting channels go with an answer."""

    needs: list[str]
    most: int = 2


class Answer(_Strict):
    """How an intent is answered."""

    blocks: list[Block]
    channels: ChannelChoice | None = None
    next: list[str] = []

    def blocks_for(self, country: str | None) -> list[Block]:
        """General blocks, and those of the country; of all countries where it is not known.

        A country that has no block of its own gets the general ones alone.
        """
        return [b for b in self.blocks if not b.country or country in (None, b.country)]


def _read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    return document


def read_law(path: Path | None = None) -> list[Fact]:
    """Every fact of the file, hidden ones too.

    Raises:
        pydantic.ValidationError: the file breaks the schema.
    """
    document = _read(path or ROOT / "data" / "facts" / "law.yml")
    return [Fact.model_validate(fact) for fact in document["facts"]]


@lru_cache(maxsize=1)
def shown_law() -> dict[str, Fact]:
    """The facts that may be said, by id."""
    return {fact.id: fact for fact in read_law() if fact.show and fact.trust in "AB"}


@lru_cache(maxsize=1)
def answers() -> dict[str, Answer]:
    """The answers by intent."""
    document = _read(ROOT / "data" / "answers.yml")
    return {name: Answer.model_validate(answer) for name, answer in document["answers"].items()}


def cites(ids: list[str]) -> list[str]:
    """How the facts are named to people, each once."""
    law = shown_law()
    return list(dict.fromkeys(law[i].cite for i in ids if i in law))
