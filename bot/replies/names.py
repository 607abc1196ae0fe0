"""Names of countries, languages and dates in the person's language (CLDR, by Babel)."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from bot.replies.catalogue import best

_CLDR = {"tl": "fil"}
_YEAR, _MONTH = 4, 7


def _locale(language: str) -> Locale:
    code = best(language)
    return Locale.parse(_CLDR.get(code, code))


def country_name(country: str, language: str) -> str:
    """The name of a country ("Hong Kong"); the code itself where CLDR has no name."""
    name = str(_locale(language).territories.get(country, country))
    return name.replace(" SAR China", "").replace(" DAK Tiongkok", "").replace(" SAR Cina", "")


def language_name(code: str, language: str) -> str:
    """The name of one language in another."""
    return str(_locale(language).languages.get(_CLDR.get(code, code), code))


def spoken_date(text: str, language: str) -> str:
    """A year, month or day (ISO) as it is written in the language."""
    locale = _locale(language)
    if len(text) == _YEAR:
        return text
    if len(text) == _MONTH:
        return format_skeleton("yMMMM", date.fromisoformat(text + "-01"), locale=locale)
    return format_date(date.fromisoformat(text), "long", locale=locale)


def joined(names: list[str], language: str) -> str:
    """A list as it is spoken: "A, B and C"."""
    return format_list(names, locale=_locale(language))
