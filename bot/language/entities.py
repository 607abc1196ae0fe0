"""The entities of a text, as `bot parse` and Rasa's slots use them (contract: interfaces.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import phonenumbers

from bot.language.amounts import ages_in, money_in
from bot.language.gazetteer import Named, named_in
from bot.language.tokens import tokenize

_PHONE_REGIONS = ("ID", "MY")


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing a text names; `value` is JSON."""

    entity: str
    value: Any
    start: int
    end: int

    def as_json(self) -> dict[str, Any]:
        """The form of `bot parse` and of Rasa's messages."""
        return {"entity": self.entity, "value": self.value, "start": self.start, "end": self.end}


def _phones(text: str, region: str | None) -> list[Entity]:
    regions = dict.fromkeys([region, *_PHONE_REGIONS] if region else _PHONE_REGIONS)
    found: dict[int, Entity] = {}
    for candidate in regions:
        for match in phonenumbers.PhoneNumberMatcher(text, candidate):
            e164 = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            found.setdefault(match.start, Entity("phone", e164, match.start, match.end))
    return list(found.values())


def _names_a_language(name: Named, text: str) -> bool:
    """True for "bahasa Indonesia", which is no place."""
    return (
        text[: name.start].casefold().rstrip().endswith(("bahasa", "basa", "bhs", "b.", "language"))
    )


def _place_of_help(countries: list[Named], text: str) -> list[Named]:
    """Of several countries the place of help comes last: "from X", "orang X" goes before "in Y"."""

    def rank(name: Named) -> int:
        before = text[: name.start].casefold()[-12:]
        if before.endswith(
            (
                "dari ",
                "from ",
                "pulang ke ",
                "balik ke ",
                "back to ",
                "orang ",
                "asal ",
                "warga ",
                "rakyat ",
                "drpd ",
                "asli ",
            )
        ):
            return 0
        if before.endswith(("di ", "kat ", "in ", "at ", "ke ", "to ", "dkt ", "dekat ")):
            return 2
        return 1

    return sorted(countries, key=rank, reverse=True)


def entities_in(text: str, country: str | None = None) -> list[Entity]:
    """Every entity of a text; the first `country` is where help is needed or the person would go.

    `country` (ISO 3166 alpha-2), where known, is tried first for phones without a country code.
    """
    money = list(money_in(text))
    ages = [a for a in ages_in(text) if not any(m.start <= a.start < m.end for m in money)]
    phones = [
        p for p in _phones(text, country) if not any(m.start <= p.start < m.end for m in money)
    ]
    names = named_in(tokenize(text))
    places = [n for n in names if n.kind == "country" and not _names_a_language(n, text)]
    countries = _place_of_help(places, text)
    others = [n for n in names if n.kind != "country"]
    return [
        *(Entity("country", n.value, n.start, n.end) for n in countries),
        *(Entity("age", a.years, a.start, a.end) for a in ages),
        *(
            Entity("money", {"amount": m.amount, "currency": m.currency}, m.start, m.end)
            for m in money
        ),
        *phones,
        *(Entity(n.kind, n.value, n.start, n.end) for n in others),
    ]
