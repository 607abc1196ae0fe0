"""Which buttons stand below which text (data/replies/buttons.yml)."""

from __future__ import annotations

from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict, RootModel

from bot.replies.catalogue import say, spoken
from bot.replies.reply import Button
from bot.settings import ROOT


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    intent: str
    answer: str | None = None


class _Menus(RootModel[dict[str, list[_Entry]]]):
    pass


@lru_cache(maxsize=1)
def menus() -> dict[str, list[_Entry]]:
    """Every menu by name."""
    path = ROOT / "data" / "replies" / "buttons.yml"
    return _Menus.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).root


def menu(name: str, language: str) -> tuple[Button, ...]:
    """The buttons of a menu in a language; none where the name has no menu."""
    return tuple(
        Button(say(entry.title, language), entry.intent, entry.answer)
        for entry in menus().get(name, [])
    )


@lru_cache(maxsize=1)
def _button_of_intent() -> dict[str, str]:
    """Intent -> key of the title by which it is offered."""
    return {entry.intent: entry.title for entry in menus()["intents"]}


def offer(intents: tuple[str, ...] | list[str], language: str) -> tuple[Button, ...]:
    """A button for each intent that can be offered by name."""
    keys = _button_of_intent()
    return tuple(Button(say(keys[i], language), i) for i in intents if i in keys)


@lru_cache(maxsize=1)
def _main_titles() -> dict[str, Button]:
    return {b.title.casefold(): b for language in spoken() for b in menu("main", language)}


def titled(text: str) -> Button | None:
    """The button of the main menu whose title, in any language, somebody typed out."""
    return _main_titles().get(text.strip().casefold())
