"""What an answer of the Graph API means for a message: the error table of research/trust.md."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import httpx

from bot.delivery.messages import Outcome, Sent

WINDOW_CLOSED = 131047
"""More than 24 hours since the person wrote: only a template may be sent."""
_PAIR_RATE = 131056
"""Too much to one person in a short time; Meta asks to wait 4^n seconds."""
_RETRY = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, _PAIR_RATE, 131057})
_GONE = frozenset({131026, 131062, 137000})
_INCIDENT = frozenset({190, 368, 131031, 131042, 131048})
# Not in the table, yet the account's or the token's fault and not the message's: refusing would throw
# away every reply until somebody mends a permission or a registration.
_ACCOUNT = frozenset({0, 3, 10, *range(200, 300), 131005, 131037, 131045, 133010})
_TEMPLATE = frozenset({132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016})
_NO_SUCH_NUMBER = (100, 33)
_TOO_MANY, _SERVER_FAULT, _CLIENT_TIMEOUT = 429, 500, 408
_LONGEST, _LONGEST_URGENT = 300.0, 30.0
_LONGEST_ASKED = 3600.0


def outcome_of(response: httpx.Response, attempts: int, *, urgent: bool = False) -> Sent:
    """What one post came to."""
    document = _document(response)
    if response.is_success:
        found = _message_id(document)
        if found:
            return Sent(Outcome.SENT, ids=(found,))
        return Sent(Outcome.INCIDENT, code="not_the_graph_api")  # some other server answers there
    if response.is_redirect:
        return Sent(Outcome.INCIDENT, code="redirected")  # never followed: the token would go along
    code, subcode = _codes(document)
    outcome = _by_code(code, subcode) or _by_status(response.status_code)
    after = None
    if outcome is Outcome.RETRY:
        after = _asked(response.headers) or pause(attempts, code, urgent=urgent)
    return Sent(outcome, after=after, code=str(code or f"http_{response.status_code}"))


def no_answer(error: httpx.HTTPError, attempts: int, *, urgent: bool = False) -> Sent:
    """What a time-out or a lost connection comes to: it may have been accepted, and is tried again."""
    return Sent(
        Outcome.RETRY, after=pause(attempts, None, urgent=urgent), code=type(error).__name__
    )


def pause(attempts: int, code: int | None = None, *, urgent: bool = False) -> float:
    """Seconds to wait: growing, and spread so that not all come back at once."""
    base = 4.0 if code == _PAIR_RATE else 2.0
    longest = _LONGEST_URGENT if urgent else _LONGEST
    grown = min(base ** min(max(attempts, 1), 16), longest)
    return random.uniform(grown / 2, grown)  # noqa: S311 (spreading, no secret)


def _by_code(code: int | None, subcode: int | None) -> Outcome | None:
    if code in _RETRY:
        return Outcome.RETRY
    if code in _GONE:
        return Outcome.GONE
    if code in _INCIDENT | _ACCOUNT | _TEMPLATE or (code, subcode) == _NO_SUCH_NUMBER:
        return Outcome.INCIDENT
    return None


def _by_status(status: int) -> Outcome:
    if status in (_TOO_MANY, _CLIENT_TIMEOUT) or status >= _SERVER_FAULT:
        return Outcome.RETRY
    return Outcome.INCIDENT if status in (401, 403) else Outcome.REFUSED


def _document(response: httpx.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _message_id(document: Mapping[str, Any]) -> str | None:
    match document:
        case {"messages": [{"id": str(found)}, *_]}:
            return found or None
    return None


def _codes(document: Mapping[str, Any]) -> tuple[int | None, int | None]:
    error = document.get("error")
    if not isinstance(error, dict):
        return None, None
    code, subcode = error.get("code"), error.get("error_subcode")
    return (
        code if isinstance(code, int) else None,
        subcode if isinstance(subcode, int) else None,
    )


def _asked(headers: Mapping[str, str]) -> float | None:
    asked = headers.get("retry-after", "")
    return min(float(asked), _LONGEST_ASKED) if asked.isdecimal() and len(asked) < 10 else None
