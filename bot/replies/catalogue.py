"""The texts, by key and language: gettext catalogues in locales/<language>/LC_MESSAGES/suar.po.

The .po files are read as they are (no build step): a language is a folder with one file. Keys are
names ("offer.result"); English is a translation like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from bot.settings import ROOT

LOCALES = ROOT / "locales"
DOMAIN = "suar.po"
_NEAREST = {"jv": "id", "su": "id", "und": "en"}
"""Who reads a language also reads: for texts that are not there in the first."""


@dataclass(frozen=True, slots=True)
class Text:
    """One translated text and whether a native speaker has reviewed it."""

    text: str
    reviewed: bool


class UnknownTextError(KeyError):
    """A key that is in no catalogue: a fault of the program, found by `texts check`."""


def path_of(language: str) -> Path:
    """The .po file of a language."""
    return LOCALES / language / "LC_MESSAGES" / DOMAIN


@lru_cache(maxsize=1)
def spoken() -> tuple[str, ...]:
    """The languages that have a catalogue, Indonesian, Malay and English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}"))
    first = [language for language in ("id", "ms", "en") if language in found]
    return (*first, *(language for language in found if language not in first))


@lru_cache(maxsize=32)
def texts(language: str) -> dict[str, Text]:
    """Every text of a language by key."""
    with path_of(language).open("rb") as file:
        catalogue = read_po(file, locale=None, abort_invalid=True)
    return {
        str(message.id): Text(str(message.string), "unreviewed" not in message.user_comments)
        for message in catalogue
        if message.id and message.string
    }


def best(language: str | None) -> str:
    """The language Suar can answer in for somebody who writes in `language`."""
    if language in spoken():
        return str(language)
    return _NEAREST.get(language or "und", "en")


def say(key: str, language: str, **values: object) -> str:
    """The text of a key in the best language there is, its placeholders filled in.

    Raises:
        UnknownTextError: the key is in no catalogue.
    """
    for candidate in dict.fromkeys((best(language), "en")):
        found = texts(candidate).get(key)
        if found:
            return found.text.format(**values) if values else found.text
    raise UnknownTextError(key)


def has(key: str, language: str) -> bool:
    """True where the key has a text in this very language or in English."""
    return key in texts(best(language)) or key in texts("en")
