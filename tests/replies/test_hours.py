from __future__ import annotations

import pytest

from bot.knowledge.channels import read_channels
from bot.replies.catalogue import say
from bot.replies.hours import HoursError, spoken_hours


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Sen–Jum 08:30–16:30"), ("ms", "Isn–Jum 08:30–16:30"), ("en", "Mon–Fri 08:30–16:30")],
)
def test_office_hours_name_the_days(language: str, said: str) -> None:
    assert spoken_hours("Mo-Fr 08:30-16:30", language) == said


@pytest.mark.parametrize("language", ["id", "ms", "en"])
def test_a_line_that_never_closes_is_open_day_and_night(language: str) -> None:
    assert spoken_hours("24/7", language) == say("contact.hours_always", language)
    assert "24/7" not in spoken_hours("24/7", language)


@pytest.mark.parametrize("language", ["id", "ms", "en"])
def test_hours_nobody_knows_are_said_to_be_unknown(language: str) -> None:
    assert spoken_hours(None, language) == say("contact.hours_unknown", language)


def test_several_rules_are_said_one_after_the_other_and_days_off_left_out() -> None:
    assert spoken_hours("Mo-Th 08:00-12:00; Sa 09:00-11:00; Su off", "en") == (
        "Mon–Thu 08:00–12:00; Sat 09:00–11:00"
    )


def test_hours_in_another_notation_are_refused() -> None:
    with pytest.raises(HoursError):
        spoken_hours("weekdays", "en")


@pytest.mark.parametrize("language", ["id", "ms", "en"])
def test_the_hours_of_every_channel_can_be_said(language: str) -> None:
    assert all(spoken_hours(channel.hours, language) for channel in read_channels())
