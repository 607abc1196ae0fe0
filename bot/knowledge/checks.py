"""What must hold of the facts before anybody is told one (`bot facts check`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import phonenumbers
from pydantic import ValidationError

from bot.knowledge.channels import Channel, Number, read_channels
from bot.knowledge.dates import is_past
from bot.knowledge.law import Answer, Fact, answers, read_law

DUE_WITHIN = timedelta(days=60)
_MUST_HAVE_URGENT = ("ID", "MY", "SG", "HK", "TW", "TH", "KH", "VN", "PH", "BD", "NP", "IN", "LK")


class FactsError(Exception):
    """The facts cannot be read at all; the text names file and field."""


def _number_faults(channel: Channel, number: Number) -> Iterator[str]:
    where = f"{channel.id}: number {number.show!r}"
    if number.kind != "telegram" and not any(c.isdigit() for c in number.dial):
        yield f"{where} has no digits to dial"
    if number.e164 is not None:
        try:
            parsed = phonenumbers.parse(number.e164)
        except phonenumbers.NumberParseException:
            yield f"{where}: {number.e164!r} is no international number"
            return
        if not phonenumbers.is_possible_number(parsed):
            yield f"{where}: {number.e164!r} has an impossible length"
    if not number.visible and not number.why:
        yield f"{where} is hidden without a reason (why)"


def _channel_faults(channel: Channel, today: date) -> Iterator[str]:
    for source in channel.sources:
        if not source.get("url") or not source.get("read_on"):
            yield f"{channel.id}: a source has no address or no date of reading"
    if not channel.sources:
        yield f"{channel.id}: no source"
    for number in channel.numbers:
        yield from _number_faults(channel, number)
    if not channel.show:
        return
    if channel.trust not in "AB":
        yield f"{channel.id}: shown, but its grade is {channel.trust}; only A and B are shown"
    if channel.verify_by is None:
        yield f"{channel.id}: shown, but has no verify_by date"
    elif is_past(channel.verify_by, today):
        yield f"{channel.id}: past its verify_by date {channel.verify_by}; check it or hide it"
    if not channel.visible_numbers and not channel.visible_links:
        yield f"{channel.id}: shown, but nothing of it is visible"


def _law_faults(fact: Fact, today: date) -> Iterator[str]:
    if not fact.source.url or not fact.source.title:
        yield f"{fact.id}: no source"
    if fact.show and fact.trust not in "AB":
        yield f"{fact.id}: shown, but its grade is {fact.trust}; only A and B are shown"
    if fact.show and fact.verify_by is None:
        yield f"{fact.id}: shown, but has no verify_by date"
    if fact.show and fact.verify_by and is_past(fact.verify_by, today):
        yield f"{fact.id}: past its verify_by date {fact.verify_by}; check it or hide it"


def _answer_faults(intent: str, answer: Answer, law: dict[str, Fact]) -> Iterator[str]:
    for block in answer.blocks:
        for fact_id in block.facts:
            fact = law.get(fact_id)
            if fact is None:
                yield f"answer {intent}: names the fact {fact_id!r}, which is not in law.yml"
            elif not fact.show:
                yield f"answer {intent}: rests on {fact_id!r}, which is hidden"


def faults(today: date | None = None, folder: Path | None = None) -> list[str]:
    """Everything that is wrong with the facts, one line each; empty when all is well.

    Args:
        today: the day to judge verify-by dates on; today without it.
        folder: another data/facts, for editors who try a change.

    Raises:
        FactsError: a file breaks its schema.
    """
    day = today or date.today()  # noqa: DTZ011 (a calendar day, not a moment)
    try:
        channels = read_channels(folder / "hotlines.yml" if folder else None)
        law = read_law(folder / "law.yml" if folder else None)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise FactsError(f"{error.title}: {place}: {first['msg']} ({first['input']!r})") from error
    found: list[str] = []
    for ids, what in (([c.id for c in channels], "channel"), ([f.id for f in law], "fact")):
        found += [f"{what} {i!r} stands twice" for i in sorted(set(ids)) if ids.count(i) > 1]
    for channel in channels:
        found += _channel_faults(channel, day)
    for fact in law:
        found += _law_faults(fact, day)
    by_id = {fact.id: fact for fact in law}
    for intent, answer in answers().items():
        found += _answer_faults(intent, answer, by_id)
    for country in _MUST_HAVE_URGENT:
        if not any(c.show and c.country == country and c.urgent_rank for c in channels):
            found.append(f"{country}: no channel to show to somebody in danger")
    return found


def due(today: date | None = None) -> list[tuple[str, str]]:
    """(verify-by date, id) of what is shown and must be checked soon, oldest first."""
    day = (today or date.today()) + DUE_WITHIN  # noqa: DTZ011
    dates = [(c.verify_by, c.id) for c in read_channels() if c.show and c.verify_by]
    dates += [(f.verify_by, f.id) for f in read_law() if f.show and f.verify_by]
    return sorted((d, i) for d, i in dates if is_past(d, day))
