from __future__ import annotations

import pytest

from bot.replies.names import country_name, joined, language_name, spoken_date


@pytest.mark.parametrize(
    ("language", "day", "month", "three"),
    [
        ("id", "14 Agustus 2024", "Agustus 2024", "A, B, dan C"),
        ("ms", "14 Ogos 2024", "Ogos 2024", "A, B dan C"),
        ("en", "August 14, 2024", "August 2024", "A, B, and C"),
    ],
)
def test_dates_and_lists_are_said_as_people_say_them(
    language: str, day: str, month: str, three: str
) -> None:
    assert spoken_date("2024-08-14", language) == day
    assert spoken_date("2024-08", language) == month
    assert spoken_date("2024", language) == "2024"
    assert joined(["A", "B", "C"], language) == three


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KH", "id", "Kamboja"),
        ("KH", "ms", "Kemboja"),
        ("KH", "en", "Cambodia"),
        ("SG", "id", "Singapura"),
        ("HK", "id", "Hong Kong"),
        ("HK", "ms", "Hong Kong"),
        ("HK", "en", "Hong Kong"),
        ("XX", "en", "XX"),
    ],
)
def test_a_country_has_the_name_people_use(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


def test_a_language_is_named_in_the_language_of_the_reader() -> None:
    assert language_name("ms", "en") == "Malay"
    assert language_name("en", "id") == "Inggris"
    assert language_name("en", "ms") == "Inggeris"
    assert language_name("tl", "en") == "Filipino"
