"""Webhooks as Meta writes them: the pieces, and the envelope around them."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from typing import Any

NUMBER_ID = "106540352242922"
PERSON, PHONE = "MY.13491208655302741918", "60123456789"
_numbers = itertools.count(1)


def message(kind: str = "text", *, user_id: str | None = PERSON, phone: str | None = PHONE,
            **fields: Any) -> dict[str, Any]:  # fmt: skip
    """A message of a person; without `phone` of one who hides the number."""
    number = next(_numbers)
    body: dict[str, Any] = {
        "id": f"wamid.HBgL{number:08d}",
        "timestamp": str(1_790_000_000 + number),
    }
    if phone:
        body["from"] = phone
    if user_id:
        body["from_user_id"] = user_id
    return {**body, "type": kind, **fields}


def text(words: str, **fields: Any) -> dict[str, Any]:
    return message("text", text={"body": words}, **fields)


def status(message_id: str, state: str, code: int | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": message_id,
        "status": state,
        "timestamp": str(1_790_000_000 + next(_numbers)),
        "recipient_id": PHONE,
        "recipient_user_id": PERSON,
    }
    if code:
        body["errors"] = [{"code": code, "title": "error", "message": "error"}]
    return body


def contact(user_id: str | None = PERSON, phone: str | None = PHONE) -> dict[str, Any]:
    body: dict[str, Any] = {"profile": {"name": "Siti"}}
    if phone:
        body["wa_id"] = phone
    if user_id:
        body["user_id"] = user_id
    return body


def change(messages: list[Any] | None = None, statuses: list[Any] | None = None, *,
           contacts: list[Any] | None = None, number_id: str = NUMBER_ID,
           field: str = "messages", **more: Any) -> dict[str, Any]:  # fmt: skip
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": number_id},
        **more,
    }
    value["contacts"] = [contact()] if contacts is None else contacts
    if messages is not None:
        value["messages"] = messages
    if statuses is not None:
        value["statuses"] = statuses
    return {"field": field, "value": value}


def envelope(*changes: dict[str, Any]) -> dict[str, Any]:
    """One entry for each change: the widest form a batch can have."""
    entries = [{"id": "102290129340398", "changes": [one]} for one in changes]
    return {"object": "whatsapp_business_account", "entry": entries}


def of(*messages: dict[str, Any]) -> dict[str, Any]:
    return envelope(change(list(messages)))


def raw_of(document: Any) -> bytes:
    """The bytes as Meta writes them: accents and emoji as escapes, slashes too."""
    return json.dumps(document).replace("/", "\\/").encode()


def signature_of(raw: bytes, secret: str) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
