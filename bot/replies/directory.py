"""How a reporting channel is said: name, numbers, hours, cost, languages, who will know, date checked."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.channels import Channel, Number
from bot.replies.catalogue import best, say
from bot.replies.hours import spoken_hours
from bot.replies.names import joined, language_name, spoken_date

_SHORT_NUMBERS = 2
_LINK_KEYS = {"app": "contact.app", "web": "contact.web", "in_person": "contact.visit"}


def _kind_key(number: Number) -> str:
    if number.kind == "phone":
        return "contact.both" if "whatsapp" in number.also else "contact.phone"
    return f"contact.{number.kind}"


def _number_line(number: Number, channel: Channel, here: bool, language: str) -> str:
    """One number as the person can use it: from inside as printed, from abroad with the country code."""
    shown = number.show if here or not number.e164 else number.e164
    line = say(_kind_key(number), language, number=shown)
    remarks = []
    if number.cost in ("free", "charged") and number.from_ != "abroad":
        remarks.append(say(f"contact.{number.cost}", language))
    if here and number.e164 and number.e164 != number.show.replace(" ", "").replace("-", ""):
        remarks.append(say("contact.from_abroad", language, number=number.e164))
    return f"{line} ({'; '.join(remarks)})" if remarks else line


def _reachable(channel: Channel, here: bool) -> list[Number]:
    if here:
        return [n for n in channel.visible_numbers if n.from_ != "abroad"]
    return [n for n in channel.visible_numbers if n.e164 and n.from_ != "inside"]


def card(channel: Channel, language: str, *, here: bool = True, brief: bool = False) -> str:
    """A channel in a few lines.

    Args:
        channel: one that may be shown.
        language: of the person.
        here: the person is in the channel's country; otherwise only what can be dialled from abroad.
        brief: name and numbers only, for an emergency.
    """
    language = best(language)
    numbers = _reachable(channel, here)
    lines = [f"📞 {channel.title(language)}"]
    seen: set[str] = set()
    for number in numbers:
        line = _number_line(number, channel, here, language)
        if line not in seen:
            seen.add(line)
            lines.append(line)
    links = [
        say(_LINK_KEYS[link.kind], language, value=link.value)
        for link in channel.visible_links
        if link.kind in _LINK_KEYS
    ]
    if brief:
        return "\n".join((lines if numbers else lines + links)[: 1 + _SHORT_NUMBERS])
    lines += links
    lines.append(spoken_hours(channel.hours, language))
    if channel.languages:
        names = [language_name(code, language) for code in channel.languages]
        lines.append(say("contact.languages", language, languages=joined(names, language)))
    if here and not channel.has_number_from_abroad and channel.abroad == "no":
        lines.append(say("contact.abroad_no", language))
    if channel.who_will_know:
        lines.append(channel.who_will_know.get(language) or channel.who_will_know["en"])
    checked = channel.checked
    lines.append(
        say("contact.checked", language, date=spoken_date(checked, language))
        if checked
        else say("contact.checked_unknown", language)
    )
    return "\n".join(lines)


def cards(
    channels: Iterable[Channel], language: str, *, here: bool = True, brief: bool = False
) -> str:
    """Several channels, a blank line between them."""
    return "\n\n".join(card(channel, language, here=here, brief=brief) for channel in channels)
