"""Dates as sources give them: a year, a month or a day."""

from __future__ import annotations

import re
from datetime import date

_PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def is_partial_date(text: str) -> bool:
    """True for 2024, 2024-08 and 2024-08-14."""
    return bool(_PARTIAL.fullmatch(text))


def is_past(verify_by: str, today: date) -> bool:
    """True where a full date lies before `today`."""
    return date.fromisoformat(verify_by) < today
