"""A webhook of Meta's -> messages and statuses. Pure: nothing is stored, sent or logged here.

One POST holds entries, each with changes, each with messages and statuses; all of them count. What
cannot be read is set aside alone, and the rest goes its way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.channels.whatsapp import kinds
from bot.channels.whatsapp.account import CHANNEL
from bot.channels.whatsapp.identity import UnreadableError, clean_id, sender_of, user_id_of
from bot.delivery.messages import Inbound, Kind, Status

FAULT = "a fault of the parser"
_STATES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of a payload that could not be read, and why, in words without anything of it."""

    raw: bytes
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything in one POST. A message that is set aside may have an answer all the same."""

    messages: list[Inbound] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def read(raw: bytes) -> Batch:
    """Everything in a webhook's body. Never raises: what cannot be read is in `unreadable`."""
    batch = Batch()
    try:
        document = json.loads(raw)
        values = list(_values(document, batch))
    except (ValueError, RecursionError) as error:
        return Batch(unreadable=[Unreadable(raw, f"no JSON: {type(error).__name__}")])
    except UnreadableError as error:
        return Batch(unreadable=[Unreadable(raw, str(error))])
    for name, value in values:
        _read_value(name, value, batch)
    return batch


def _values(document: Any, batch: Batch) -> Iterator[tuple[str, dict[str, Any]]]:
    """(field, value) of every change of every entry."""
    if not isinstance(document, dict) or not isinstance(document.get("entry"), list):
        raise UnreadableError("no list of entries")
    for entry in document["entry"]:
        changes = entry.get("changes") if isinstance(entry, dict) else None
        if not isinstance(changes, list):
            _set_aside(batch, entry, "an entry without changes")
            continue
        for change in changes:
            value = change.get("value") if isinstance(change, dict) else None
            if isinstance(value, dict):
                yield str(change.get("field") or "messages"), value
            else:
                _set_aside(batch, change, "a change without a value")


def _read_value(name: str, value: dict[str, Any], batch: Batch) -> None:
    """Reads one change. Fields about the account, templates or calls hold nothing a person wrote."""
    if name == "user_id_update":
        for update in _list(value, "user_id_update", batch):
            _guarded(batch, update, lambda one: batch.messages.append(_updated(one)))
    if name != "messages":
        return
    contacts = value.get("contacts")
    known = contacts if isinstance(contacts, list) else []
    for message in _list(value, "messages", batch):
        _read_message(message, known, batch)
    for status in _list(value, "statuses", batch):
        _guarded(batch, status, lambda one: batch.statuses.extend(_status(one)))


def _list(value: dict[str, Any], name: str, batch: Batch) -> list[Any]:
    found = value.get(name)
    if isinstance(found, list):
        return found
    if found is not None:
        _set_aside(batch, value, f"{name} is no list")
    return []


def _guarded(batch: Batch, part: Any, read_part: Callable[[dict[str, Any]], None]) -> None:
    """Reads a part; where that fails, this part alone is set aside."""
    if not isinstance(part, dict):
        _set_aside(batch, part, "no object")
        return
    try:
        read_part(part)
    except UnreadableError as error:
        _set_aside(batch, part, str(error))
    except Exception as error:  # a fault of ours in one message: the others must not pay for it
        _set_aside(batch, part, f"{FAULT}: {type(error).__name__}")


def _set_aside(batch: Batch, part: Any, why: str) -> None:
    try:
        raw = json.dumps(part).encode()
    except (ValueError, RecursionError):  # deeper than it can be written again
        raw = b""
    batch.unreadable.append(Unreadable(raw, why))


def _read_message(message: Any, contacts: list[Any], batch: Batch) -> None:
    """Adds a message. Known sender, unknown contents: set aside, and still answered."""

    def add(one: dict[str, Any]) -> None:
        kind = str(one.get("type"))
        if kind in kinds.SILENT:
            return
        provider_id = clean_id(one.get("id"), "the id of a message")
        if kind == "system":
            batch.messages.extend(_system(provider_id, one, contacts))
            return
        address = sender_of(one, contacts)
        if one.get("group_id"):  # never a private answer where others read along
            batch.messages.append(Inbound(CHANNEL, provider_id, address, Kind.GROUP))
            return
        try:
            what, text, extra = kinds.edited(one) if kind == "edit" else kinds.content(one)
        except Exception:
            batch.messages.append(Inbound(CHANNEL, provider_id, address, Kind.UNSUPPORTED))
            raise
        batch.messages.append(Inbound(CHANNEL, provider_id, address, what, text, extra))

    _guarded(batch, message, add)


def _system(provider_id: str, message: dict[str, Any], contacts: list[Any]) -> list[Inbound]:
    """A change of number as MIGRATED; other news of the system says nothing a person wrote."""
    moved = kinds.move(message)
    if moved is None:
        return []
    old, new = moved
    old = old or sender_of(message, [one for one in contacts if not _names(one, new)])
    return (
        [] if old == new else [Inbound(CHANNEL, provider_id, old, Kind.MIGRATED, "", {"to": new})]
    )


def _names(contact: Any, address: str) -> bool:
    """True for a contact that is already the new one."""
    return isinstance(contact, dict) and address in (contact.get("user_id"), contact.get("wa_id"))


def _updated(update: dict[str, Any]) -> Inbound:
    """The webhook field `user_id_update`: the same person under a new user id."""
    change = update.get("user_id")
    ids = change if isinstance(change, dict) else {}
    old, new = user_id_of(ids.get("previous")), user_id_of(ids.get("current"))
    if old is None or new is None:
        raise UnreadableError("a change of user id without old and new")
    return Inbound(CHANNEL, f"user_id_update:{old}:{new}", old, Kind.MIGRATED, "", {"to": new})


def _status(status: dict[str, Any]) -> list[Status]:
    """A status; states that mean nothing to us (and those of calls) give none."""
    state = _STATES.get(str(status.get("status")).lower())
    if state is None or status.get("type") == "call":
        return []
    errors = status.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    code = first.get("code") if isinstance(first, dict) else None
    known = str(code)[:20] if isinstance(code, int | str) and str(code).isdecimal() else None
    message_id = clean_id(status.get("id"), "the id of a status")
    return [Status(CHANNEL, message_id, state, known if state == "failed" else None)]
