from __future__ import annotations

import pytest

from bot.triage.confidence import is_understood
from bot.triage.rules import DISCLOSURES


def test_a_clear_question_is_understood() -> None:
    assert is_understood("ask_visa", [("ask_visa", 0.8), ("ask_documents", 0.1)], "none")


def test_an_unlikely_guess_is_not_taken() -> None:
    assert not is_understood("ask_visa", [("ask_visa", 0.2), ("ask_fees", 0.01)], "none")


def test_a_close_second_is_asked_about() -> None:
    assert not is_understood("ask_visa", [("ask_visa", 0.45), ("ask_fees", 0.42)], "none")


def test_nothing_at_all_is_not_understood() -> None:
    assert not is_understood("ask_visa", [], "none")


@pytest.mark.parametrize("intent", sorted(DISCLOSURES))
def test_somebody_who_tells_of_harm_is_never_asked_what_they_meant(intent: str) -> None:
    assert is_understood(intent, [(intent, 0.11), ("greet", 0.10)], "none")


@pytest.mark.parametrize("urgency", ["urgent", "emergency"])
def test_whatever_is_urgent_is_taken_as_it_is(urgency: str) -> None:
    assert is_understood("ask_rights", [("ask_rights", 0.11), ("greet", 0.10)], urgency)


def test_a_concern_can_be_asked_about() -> None:
    assert not is_understood("check_offer", [("check_offer", 0.1)], "concern")
