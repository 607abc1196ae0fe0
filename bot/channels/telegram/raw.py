"""Reads fields of a platform's JSON without trusting it: a field of the wrong shape is an absent one."""

from __future__ import annotations

from typing import Any


def part(source: object, *names: str) -> dict[str, Any]:
    """The object at the end of a path of names; empty where there is none."""
    for name in names:
        source = source.get(name) if isinstance(source, dict) else None
    return source if isinstance(source, dict) else {}


def text(source: dict[str, Any], name: str) -> str:
    """The text of a field, fit to be stored: half characters and NULs, which no database takes, go."""
    value = source.get(name)
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def whole(source: dict[str, Any], name: str) -> int | None:
    """The whole number of a field (never a truth value)."""
    value = source.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def fraction(source: dict[str, Any], name: str) -> float | None:
    """The number of a field; none where it is no finite one."""
    value = source.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -1e9 < value < 1e9 else None
