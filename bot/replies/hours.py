"""Opening hours (OpenStreetMap notation, the part the facts use) in the person's language."""

from __future__ import annotations

import re

from babel.dates import get_day_names

from bot.replies.catalogue import best, say

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(
    r"(?:(?P<first>Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?P<last>Mo|Tu|We|Th|Fr|Sa|Su))? )?(?P<times>[\d:,-]+)"
)


class HoursError(ValueError):
    """Hours in a notation that cannot be said."""


def _day(name: str, language: str) -> str:
    return str(
        get_day_names("abbreviated", locale="fil" if language == "tl" else language)[
            _DAYS.index(name)
        ]
    )


def spoken_hours(hours: str | None, language: str) -> str:
    """Says hours: "24/7" as "day and night", "Mo-Fr 08:30-16:30" with days named, None as unknown.

    Raises:
        HoursError: a notation that is not understood.
    """
    language = best(language)
    if hours is None:
        return say("contact.hours_unknown", language)
    if hours == "24/7":
        return say("contact.hours_always", language)
    parts = []
    for rule in hours.split("; "):
        if rule.endswith(" off"):
            continue
        match = _RULE.fullmatch(rule)
        if not match:
            raise HoursError(f"opening hours {hours!r} cannot be read")
        days = ""
        if match["first"]:
            days = _day(match["first"], language)
            if match["last"]:
                days += "–" + _day(match["last"], language)
        parts.append(f"{days} {match['times'].replace('-', '–')}".strip())
    return "; ".join(parts)
