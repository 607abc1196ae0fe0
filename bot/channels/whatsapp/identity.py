"""Who wrote: Meta's user id (BSUID) first, the phone number only where there is none.

Since 2026 a person may hide the number behind a username: `from` and `wa_id` are then missing, while
`user_id` is in every webhook. Two kinds of address follow: digits are a phone number, anything else
is a user id.
"""

from __future__ import annotations

import re
from typing import Any

_LONGEST = 256
_NOT_DIGITS = re.compile(r"[^0-9]")
_PHONE_PUNCTUATION = re.compile(r"[+0-9 ().-]+")
_PHONE = re.compile(r"[0-9]{4,20}")


class UnreadableError(Exception):
    """Something in a payload is not what it should be; the text says what, without a word of it."""


def clean_id(value: Any, name: str) -> str:
    """An identifier of the platform as it is.

    Raises:
        UnreadableError: it is no text, empty, overlong, or holds what no identifier holds (databases
            refuse some of it, and would refuse it at every repetition).
    """
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise UnreadableError(f"{name} is missing or no identifier")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise UnreadableError(f"{name} has characters that no identifier has")
    return value


def is_phone(address: str) -> bool:
    """True for the address of somebody known by number only."""
    return bool(_PHONE.fullmatch(address))


def phone_of(value: Any) -> str | None:
    """The digits of a phone number, None where there is none."""
    if not isinstance(value, str) or not _PHONE_PUNCTUATION.fullmatch(value):
        return None
    digits = _NOT_DIGITS.sub("", value)
    return digits if is_phone(digits) else None


def user_id_of(value: Any) -> str | None:
    """A user id, None where there is none."""
    try:
        found = clean_id(value, "user_id")
    except UnreadableError:
        return None
    return None if phone_of(found) else found


def sender_of(message: dict[str, Any], contacts: list[Any]) -> str:
    """The address of whoever wrote a message.

    Raises:
        UnreadableError: neither the message nor the contacts beside it say who.
    """
    phone = phone_of(message.get("from"))
    found = user_id_of(message.get("from_user_id")) or _listed(phone, contacts) or phone
    if found is None:
        raise UnreadableError("nobody is named as the sender")
    return found


def _listed(phone: str | None, contacts: list[Any]) -> str | None:
    """The user id (else number) of the contact that belongs to the message.

    With several contacts a message without a number belongs to none of them for certain: guessing
    would show one person's answer to another.
    """
    known = [contact for contact in contacts if isinstance(contact, dict)]
    if phone is not None:
        mine = [one for one in known if phone_of(one.get("wa_id")) == phone]
        hidden = [one for one in known if phone_of(one.get("wa_id")) is None]
        known = mine or (hidden if len(known) == 1 else [])
    ids = {user_id_of(one.get("user_id")) or phone_of(one.get("wa_id")) for one in known}
    return ids.pop() if len(ids) == 1 else None
