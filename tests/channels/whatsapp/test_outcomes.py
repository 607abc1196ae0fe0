from __future__ import annotations

import httpx
import pytest

from bot.channels.whatsapp.outcomes import no_answer, outcome_of, pause
from bot.delivery.messages import Outcome, Sent


def error(code: int, status: int = 400, subcode: int | None = None, **headers: str) -> Sent:
    body = {"error": {"message": "x", "code": code, "error_subcode": subcode}}
    return outcome_of(httpx.Response(status, json=body, headers=headers), attempts=1)


@pytest.mark.parametrize("code", [4, 80007, 130429, 131000, 131016, 131056, 131057])
def test_what_passes_is_tried_again_later(code: int) -> None:
    result = error(code)
    assert result.outcome is Outcome.RETRY
    assert result.code == str(code)
    assert result.after
    assert result.after > 0


@pytest.mark.parametrize("code", [131026, 131062, 137000])
def test_who_cannot_be_reached_is_gone(code: int) -> None:
    assert error(code) == Sent(Outcome.GONE, code=str(code))


@pytest.mark.parametrize(
    "code", [190, 368, 131031, 131042, 131048, 10, 200, 131005, 133010, 132001]
)
def test_what_is_wrong_with_the_account_is_an_incident_and_costs_no_message(code: int) -> None:
    assert error(code, 401) == Sent(Outcome.INCIDENT, code=str(code))
    assert error(code, 500).outcome is Outcome.INCIDENT


def test_a_phone_number_id_that_does_not_exist_is_an_incident() -> None:
    assert error(100, subcode=33).outcome is Outcome.INCIDENT


@pytest.mark.parametrize("code", [100, 131008, 131009, 131051, 999_999])
def test_anything_else_is_refused(code: int) -> None:
    assert error(code) == Sent(Outcome.REFUSED, code=str(code))


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_server_that_is_not_well_is_asked_again(status: int) -> None:
    result = outcome_of(httpx.Response(status, text="<html>"), attempts=1)
    assert (result.outcome, result.code) == (Outcome.RETRY, f"http_{status}")


def test_the_wait_that_is_asked_for_is_kept() -> None:
    assert error(130429, 429, **{"Retry-After": "17"}).after == 17
    assert error(130429, 429, **{"Retry-After": "99999999"}).after == 3600
    soon = error(130429, 429, **{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}).after
    assert soon
    assert soon <= 2


def test_a_200_of_something_else_is_not_taken_for_sent() -> None:
    for answer in (httpx.Response(200, text="<html>"), httpx.Response(200, json={"messages": []}),
                   httpx.Response(200, json=[]), httpx.Response(200, json={"success": True})):  # fmt: skip
        assert outcome_of(answer, 1).outcome is Outcome.INCIDENT
    elsewhere = httpx.Response(302, headers={"Location": "https://example.org"})
    assert outcome_of(elsewhere, 1) == Sent(Outcome.INCIDENT, code="redirected")


def test_waits_grow_and_are_spread_and_short_for_what_is_urgent() -> None:
    assert all(2 <= pause(2) <= 4 for _ in range(50))
    assert all(8 <= pause(2, 131056) <= 16 for _ in range(50))
    assert len({pause(5) for _ in range(20)}) > 1
    assert pause(1000) <= 300
    assert pause(1000, urgent=True) <= 30
    assert pause(0) > 0


def test_no_answer_at_all_is_tried_again() -> None:
    result = no_answer(httpx.ReadTimeout("x"), 1)
    assert (result.outcome, result.code) == (Outcome.RETRY, "ReadTimeout")
