"""Reporting channels (data/facts/hotlines.yml): whom a person can call, in which country, for what.

Only channels graded A or B with `show: true` leave this module, and of them only visible numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from bot.knowledge.dates import is_partial_date
from bot.settings import ROOT

Need = Literal[
    "emergency", "police", "trafficking", "labour", "child", "women", "sexual_violence", "missing",
    "consular", "migrant_worker", "legal_aid", "shelter", "recruitment", "scam_compound", "immigration",
]  # fmt: skip
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(_Strict):
    """One number of a channel; `show` is how people in reach of it write it."""

    kind: Literal["phone", "whatsapp", "sms", "telegram"]
    show: str
    dial: str
    e164: str | None = None
    from_: Literal["inside", "abroad", "anywhere"]
    cost: Literal["free", "charged", "unknown"]
    visible: bool
    also: list[Literal["whatsapp", "sms"]] = []
    why: str | None = None
    note: str | None = None


class Link(_Strict):
    """A web page, app, address or e-mail of a channel."""

    kind: Literal["web", "app", "email", "in_person", "social"]
    value: str
    visible: bool
    why: str | None = None
    note: str | None = None


class Channel(_Strict):
    """A door a person can knock at: a hotline, a police line, a mission, an organisation."""

    id: str
    country: str
    nationals: list[str]
    name: dict[str, str]
    operator: str
    run_by: Literal["police", "government", "mission", "ngo", "international"]
    numbers: list[Number]
    links: list[Link]
    hours: str | None
    hours_note: str | None
    languages: list[str]
    needs: list[Need]
    persons: list[str]
    abroad: Literal["yes", "no", "likely", "unknown"]
    urgent_rank: int | None
    trust: Literal["A", "B", "C", "D"]
    show: bool
    checked: str | None
    verify_by: str | None
    who_will_know: dict[str, str] | None
    cautions: list[str]
    sources: list[dict[str, Any]]

    @field_validator("verify_by")
    @classmethod
    def _whole_date(cls, value: str | None) -> str | None:
        if value is not None:
            date.fromisoformat(value)
        return value

    @field_validator("checked")
    @classmethod
    def _date(cls, value: str | None) -> str | None:
        if value is not None and not is_partial_date(value):
            raise ValueError(f"{value!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
        return value

    def title(self, language: str) -> str:
        """The name in a language; else in English."""
        return self.name.get(language) or self.name["en"]

    @property
    def visible_numbers(self) -> list[Number]:
        """The numbers that may be said to people."""
        return [number for number in self.numbers if number.visible]

    @property
    def visible_links(self) -> list[Link]:
        """The links that may be said to people."""
        return [link for link in self.links if link.visible]

    @property
    def has_number_from_abroad(self) -> bool:
        """True where one of its visible numbers can be dialled from another country."""
        return any(number.e164 for number in self.visible_numbers)


def read_channels(path: Path | None = None) -> list[Channel]:
    """Every channel of the file, hidden ones too; for checks and editors.

    Raises:
        pydantic.ValidationError: the file breaks the schema; the message names channel and field.
    """
    source = path or ROOT / "data" / "facts" / "hotlines.yml"
    document = yaml.load(source.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    for channel in document["channels"]:
        for number in channel["numbers"]:
            number["from_"] = number.pop("from")
    return [Channel.model_validate(channel) for channel in document["channels"]]


@lru_cache(maxsize=1)
def shown_channels() -> tuple[Channel, ...]:
    """The channels that may be said to people, in the order of the file."""
    return tuple(
        channel
        for channel in read_channels()
        if channel.show
        and channel.trust in "AB"
        and (channel.visible_numbers or channel.visible_links)
    )


def countries() -> tuple[str, ...]:
    """The countries for which there is a channel to show."""
    return tuple(dict.fromkeys(channel.country for channel in shown_channels()))


def _fits_person(channel: Channel, child: bool) -> int:
    """A child is sent to a line for children first; an adult never to one that is for children only."""
    if child:
        return 0 if "child" in channel.persons or "child" in channel.needs else 1
    return 2 if channel.persons == ["child"] else 0


def in_danger(country: str, *, child: bool = False, most: int = 3) -> list[Channel]:
    """Whom to call first in a country when somebody is in danger, best first."""
    found = [c for c in shown_channels() if c.country == country and c.urgent_rank]
    found.sort(key=lambda c: (c.urgent_rank != 1, _fits_person(c, child), c.urgent_rank or 0))
    return found[:most]


def for_needs(
    country: str,
    needs: Iterable[str],
    *,
    nationality: str | None = None,
    child: bool = False,
    most: int = 3,
) -> list[Channel]:
    """Channels of a country that serve any of the needs, best match first.

    A mission of another country is left out when the person's nationality is known and differs.
    """
    wanted = list(needs)

    def misses(channel: Channel) -> int:
        return min((wanted.index(n) for n in channel.needs if n in wanted), default=len(wanted))

    found = [
        c
        for c in shown_channels()
        if c.country == country
        and (misses(c) < len(wanted) or not wanted)
        and not (nationality and c.nationals and nationality not in c.nationals)
    ]
    found.sort(key=lambda c: (_fits_person(c, child), misses(c), c.urgent_rank or 9, c.trust))
    return [c for c in found if _fits_person(c, child) < 2][:most]


def from_abroad(origin: str, *, most: int = 2) -> list[Channel]:
    """Channels of the person's own country that can be reached from another one."""
    found = [
        c
        for c in shown_channels()
        if c.country == origin and (c.has_number_from_abroad or c.visible_links)
    ]
    found.sort(key=lambda c: ("consular" not in c.needs, "migrant_worker" not in c.needs, c.trust))
    return found[:most]
