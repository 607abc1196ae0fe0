from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.dates import is_partial_date, is_past


@pytest.mark.parametrize("text", ["2024", "2024-08", "2024-08-14"])
def test_a_year_a_month_and_a_day_are_dates(text: str) -> None:
    assert is_partial_date(text)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-00", "2024-08-32", "August 2024"])
def test_anything_else_is_no_date(text: str) -> None:
    assert not is_partial_date(text)


def test_the_day_itself_is_not_yet_past() -> None:
    assert not is_past("2027-05-21", date(2027, 5, 21))
    assert is_past("2027-05-21", date(2027, 5, 22))
