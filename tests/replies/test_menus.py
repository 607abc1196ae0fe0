from __future__ import annotations

import pytest

from bot.replies.catalogue import say
from bot.replies.menus import menu, menus, offer, titled
from bot.replies.reply import Button, button_from

_LANGUAGES = ("id", "ms", "en")


@pytest.mark.parametrize("language", _LANGUAGES)
def test_the_menu_begins_with_help_for_who_is_in_danger(language: str) -> None:
    first = menu("main", language)[0]
    assert first == Button(say("button.danger", language), "urgent_help", "menu")


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("name", sorted(menus()))
def test_no_two_buttons_of_a_menu_are_called_the_same(name: str, language: str) -> None:
    titles = [button.title for button in menu(name, language)]
    assert len(titles) == len(set(titles))


def test_a_name_without_a_menu_has_no_buttons() -> None:
    assert menu("utter_nothing", "id") == ()


def test_intents_are_offered_in_their_order_and_unknown_ones_left_out() -> None:
    buttons = offer(["ask_visa", "nlu_fallback", "ask_fees"], "en")
    assert [button.intent for button in buttons] == ["ask_visa", "ask_fees"]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_title_of_the_menu_can_be_typed_out(language: str) -> None:
    title = say("button.check_offer", language)
    found = titled(f" {title.upper()} ")
    assert found is not None
    assert found.intent == "check_offer"


def test_another_text_is_no_title() -> None:
    assert titled("saya mau cek") is None


def test_each_language_is_offered_under_its_own_name() -> None:
    titles = {language: [b.title for b in menu("languages", language)] for language in _LANGUAGES}
    assert titles["id"] == titles["ms"] == titles["en"]


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("name", sorted(menus()))
def test_every_button_survives_the_way_through_rasa(name: str, language: str) -> None:
    for button in menu(name, language):
        assert button_from({"title": button.title, "payload": button.payload()}) == button
