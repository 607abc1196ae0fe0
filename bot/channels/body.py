"""Reads what a stranger sends: never more than a limit, never an exception."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request


class TooBigError(Exception):
    """The body is longer than the limit."""


async def read_body(request: Request, most: int) -> bytes:
    """The body, counted as it comes (a Content-Length can be left out or wrong).

    Raises:
        TooBigError: more than `most` bytes.
    """
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > most:
            raise TooBigError
        parts.append(part)
    return b"".join(parts)


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body; empty for anything else, however it is broken or nested."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def writable(text: str) -> str:
    """The text without what no database can store: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
