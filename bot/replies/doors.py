"""Which doors are named to whom: numbers for a danger or a need, by country and language."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.channels import Channel, countries, for_needs, from_abroad, in_danger
from bot.replies.catalogue import say
from bot.replies.directory import cards
from bot.replies.names import country_name

_NATIONALITY = {"id": "ID", "jv": "ID", "su": "ID", "tl": "PH", "vi": "VN", "ne": "NP"}
"""Whose missions are worth naming to somebody who writes in a language; a guess, never stored."""

_TWO = {"id": ("ID", "MY"), "jv": ("ID", "MY"), "su": ("ID", "MY")}
_TWO_ELSE = ("MY", "ID")


def two_countries(language: str) -> tuple[str, ...]:
    """The countries whose numbers are given while the person's own is not known."""
    return _TWO.get(language, _TWO_ELSE)


def _for_this_person(channels: Sequence[Channel], language: str) -> list[Channel]:
    nationality = _NATIONALITY.get(language)
    return [c for c in channels if not c.nationals or nationality in c.nationals]


def danger_numbers(country: str | None, language: str, *, child: bool = False) -> str:
    """The numbers to call first, brief; for two countries where none is known."""
    if country is None:
        parts = [
            f"{country_name(code, language)}:\n"
            + cards(_first(code, language, child, 2), language, brief=True)
            for code in two_countries(language)
        ]
        return "\n\n".join(parts)
    found = _first(country, language, child, 3)
    if not found:
        lead = say("hotline.none", language, country=country_name(country, language))
        return lead + "\n\n" + cards(from_abroad("ID"), language, here=False)
    return cards(found, language, brief=True)


def _first(country: str, language: str, child: bool, most: int) -> list[Channel]:
    return _for_this_person(in_danger(country, child=child, most=6), language)[:most]


def numbers_for(
    country: str | None,
    language: str,
    needs: Sequence[str],
    *,
    child: bool = False,
    most: int = 3,
) -> str:
    """Numbers for a need in a country, whole cards; for two countries where none is known."""
    if country is None:
        parts = [
            f"{country_name(code, language)}:\n"
            + cards(_some(code, language, needs, child, 1), language)
            for code in two_countries(language)
        ]
        return "\n\n".join(parts)
    name = country_name(country, language)
    found = _some(country, language, needs, child, most)
    if not found:
        lead = say("hotline.none", language, country=name)
        return lead + "\n\n" + cards(from_abroad("ID"), language, here=False)
    return say("hotline.intro", language, country=name) + "\n\n" + cards(found, language)


def _some(
    country: str, language: str, needs: Sequence[str], child: bool, most: int
) -> list[Channel]:
    nationality = _NATIONALITY.get(language)
    found = for_needs(country, needs, nationality=nationality, child=child, most=9)
    if nationality is None:
        found = [c for c in found if not c.nationals] + [c for c in found if c.nationals]
    found = found or _for_this_person(in_danger(country, child=child), language)
    return found[:most]


def home_doors(language: str, country: str | None) -> str:
    """What the person's own country offers from abroad; empty where nothing is known or they are there."""
    origin = _NATIONALITY.get(language)
    if origin is None or origin == country or origin not in countries():
        return ""
    found = cards(from_abroad(origin), language, here=False, brief=True)
    return say("hotline.nationals", language, country=country_name(origin, language)) + "\n" + found
