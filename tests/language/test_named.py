from __future__ import annotations

import pytest

from bot.language.named import language_named


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("english please", "en"),
        ("bahasa inggris aja", "en"),
        ("tukar bahasa inggeris", "en"),
        ("bahasa melayu boleh?", "ms"),
        ("pake bahasa indonesia", "id"),
        ("Bahasa Melayu", "ms"),
        ("boso jowo iso?", "jv"),
        ("tagalog po", "tl"),
        ("नेपाली", "ne"),
        ("tiếng việt", "vi"),
        ("中文", "zh"),
        ("can you speak burmese", "my"),
        ("ภาษาไทย ไทย", "th"),
        ("தமிழ்", "ta"),
    ],
)
def test_a_language_is_known_by_what_people_call_it(text: str, language: str) -> None:
    assert language_named(text) == language


def test_of_two_languages_the_one_named_last_is_meant() -> None:
    assert language_named("not malay, english") == "en"


@pytest.mark.parametrize("text", ["", "ganti bahasa", "change language", "halo"])
def test_where_none_is_named_none_is_guessed(text: str) -> None:
    assert language_named(text) is None
