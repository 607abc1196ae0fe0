"""What Meta's Graph API refuses in a message, as a validator of its own: it shares no code with Suar."""

from __future__ import annotations

import re
from typing import Any

MISSING, INVALID, NOT_VALID = 131008, 100, 131009
_USER_ID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_PHONE = re.compile(r"\+?[0-9]{5,15}")


class RefusedError(Exception):
    """A payload that Meta would not take."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"(#{code}) {why}")
        self.code = code


def _need(condition: bool, why: str, code: int = INVALID) -> None:
    if not condition:
        raise RefusedError(code, why)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _string(holder: Any, name: str, most: int, least: int = 1) -> str:
    _need(isinstance(holder, dict) and name in holder, f"{name} is required", MISSING)
    value = holder[name]
    _need(isinstance(value, str), f"{name} must be a string")
    why = f"{name} must be {least} to {most} characters"
    _need(least <= _units(value) <= most and (value.strip() != "" or least == 0), why, NOT_VALID)
    return value


def recipient(body: dict[str, Any]) -> str:
    """Whom a message is for; `to` wins over `recipient`, as at Meta."""
    _need(body.get("messaging_product") == "whatsapp", "messaging_product is required", MISSING)
    _need(body.get("recipient_type", "individual") == "individual", "recipient_type")
    if "to" in body:
        to = _string(body, "to", 40)
        _need(bool(_PHONE.fullmatch(to)), "to is no phone number; a user id goes into recipient")
        return to.lstrip("+")
    user_id = _string(body, "recipient", 140)
    _need(bool(_USER_ID.fullmatch(user_id)), "recipient is no business-scoped user id")
    return user_id


def check(body: dict[str, Any]) -> None:
    """Raises RefusedError for a message that Meta would refuse."""
    kind = body.get("type")
    _need(kind in ("text", "interactive", "template"), "type must be one of ...")
    _need(isinstance(body.get(str(kind)), dict), f"{kind} is required", MISSING)
    known = {"messaging_product", "recipient_type", "to", "recipient", "type", "context", kind,
             "biz_opaque_callback_data", "recipient_identity_key_hash"}  # fmt: skip
    _need(not set(body) - known, f"unexpected key {sorted(map(str, set(body) - known))}")
    if kind == "text":
        _string(body["text"], "body", 4096)
        _need(isinstance(body["text"].get("preview_url", False), bool), "preview_url")
    elif kind == "interactive":
        _interactive(body["interactive"])
    else:
        _template(body["template"])


def _interactive(interactive: dict[str, Any]) -> None:
    _string(interactive.get("body"), "text", 1024)
    action = interactive.get("action")
    _need(isinstance(action, dict), "action is required", MISSING)
    assert isinstance(action, dict)
    kind = interactive.get("type")
    _need(kind in ("button", "list"), "interactive type")
    if kind == "button":
        _buttons(action.get("buttons"))
    else:
        _string(action, "button", 20)
        _sections(action.get("sections"))


def _unique(values: list[str], what: str) -> None:
    _need(len(values) == len(set(values)), f"duplicated {what}", NOT_VALID)


def _buttons(buttons: Any) -> None:
    _need(isinstance(buttons, list) and 1 <= len(buttons) <= 3, "1 to 3 buttons", NOT_VALID)
    _need(all(button.get("type") == "reply" for button in buttons), "button type")
    _unique([_string(button.get("reply"), "id", 256) for button in buttons], "button id")
    _unique([_string(button.get("reply"), "title", 20) for button in buttons], "button title")


def _sections(sections: Any) -> None:
    _need(isinstance(sections, list) and 1 <= len(sections) <= 10, "1 to 10 sections", NOT_VALID)
    rows = []
    for section in sections:
        if len(sections) > 1 or "title" in section:
            _string(section, "title", 24)
        _need(isinstance(section.get("rows"), list), "rows are required", MISSING)
        rows += section["rows"]
    _need(1 <= len(rows) <= 10, "1 to 10 rows in all sections together", NOT_VALID)
    _unique([_string(row, "id", 200) for row in rows], "row id")
    for row in rows:
        _string(row, "title", 24)
        if "description" in row:
            _string(row, "description", 72)
        _need(not set(row) - {"id", "title", "description"}, "unexpected key in a row")


def _template(template: dict[str, Any]) -> None:
    name = _string(template, "name", 512)
    _need(bool(re.fullmatch(r"[a-z0-9_]+", name)), "template name", NOT_VALID)
    _string(template.get("language"), "code", 10)
