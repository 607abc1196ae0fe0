from __future__ import annotations

import pytest

from bot.replies.catalogue import say
from bot.replies.doors import danger_numbers, home_doors, numbers_for, two_countries
from bot.replies.help import help_text
from bot.replies.names import country_name

_LANGUAGES = ("id", "ms", "en")


@pytest.mark.parametrize("language", _LANGUAGES)
def test_while_no_country_is_known_the_numbers_of_two_are_given(language: str) -> None:
    said = danger_numbers(None, language)
    assert f"{country_name('MY', language)}:\n" in said
    assert f"{country_name('ID', language)}:\n" in said
    assert " 999" in said
    assert " 110" in said


def test_the_country_of_the_language_comes_first() -> None:
    assert two_countries("id")[0] == "ID"
    assert two_countries("ms")[0] == "MY"
    assert danger_numbers(None, "id").startswith("Indonesia")
    assert danger_numbers(None, "ms").startswith("Malaysia")


def test_the_numbers_of_the_country_are_given_and_no_others() -> None:
    said = danger_numbers("MY", "en")
    assert "999" in said
    assert "15999" in said
    assert "Indonesian police" not in said


def test_a_malay_speaker_in_danger_is_not_sent_to_the_indonesian_embassy() -> None:
    assert "KBRI" not in danger_numbers("MY", "ms")
    assert "KBRI" in danger_numbers("MY", "id")


@pytest.mark.parametrize("language", _LANGUAGES)
def test_where_there_is_no_number_that_is_said_and_a_door_is_named(language: str) -> None:
    france = country_name("FR", language)
    for said in (danger_numbers("FR", language), numbers_for("FR", language, ["labour"])):
        assert say("hotline.none", language, country=france) in said
        assert "+62" in said


def test_a_need_nobody_serves_is_answered_with_whom_to_call_in_danger() -> None:
    assert "1955" in numbers_for("TW", "en", ["sexual_violence"])


@pytest.mark.parametrize("language", _LANGUAGES)
def test_numbers_for_a_need_are_introduced_by_the_country(language: str) -> None:
    said = numbers_for("MY", language, ["trafficking"])
    assert said.startswith(say("hotline.intro", language, country="Malaysia"))
    assert "03-8000 8000" in said


def test_an_indonesian_abroad_is_told_what_home_offers() -> None:
    said = home_doors("id", "MY")
    assert "+622129244800" in said
    assert "0800-1000" not in said


@pytest.mark.parametrize(("language", "country"), [("id", "ID"), ("en", "MY"), ("ms", "ID")])
def test_who_is_at_home_or_of_an_unknown_home_is_told_nothing_of_it(
    language: str, country: str
) -> None:
    assert home_doors(language, country) == ""


@pytest.mark.parametrize("language", [*_LANGUAGES, None, "th"])
def test_the_help_text_always_has_a_number(language: str | None) -> None:
    assert " 999" in help_text(language)
    assert "1955" in help_text(language, "TW")
