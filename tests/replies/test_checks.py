"""The texts are whole, and a fault a translator makes is found and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.replies import catalogue, checks
from bot.replies.catalogue import Text, texts
from bot.replies.checks import faults, unreviewed
from bot.replies.menus import menus


@pytest.fixture
def translate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[str]]]:
    """Changes the Malay texts and returns what is found; None takes a text away."""
    real = {language: dict(texts(language)) for language in catalogue.spoken()}

    def run(**changes: str | None) -> list[str]:
        mine = dict(real["ms"])
        for name, text in changes.items():
            key = name.replace("__", ".")
            if text is None:
                mine.pop(key)
            else:
                mine[key] = Text(text, False)
        monkeypatch.setattr(checks, "texts", lambda code: mine if code == "ms" else real[code])
        return faults()

    yield run
    monkeypatch.undo()


def test_nothing_is_wrong_with_the_texts() -> None:
    assert faults() == []


def test_an_unchanged_translation_is_found_whole(translate: Callable[..., list[str]]) -> None:
    assert translate() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"welcome": None}, "ms: welcome is missing"),
        ({"selamat": "hai"}, "ms: selamat is in no other language"),
        ({"case__opened": "Sudah."}, "ms: case.opened has other placeholders than English"),
        ({"case__opened": "{nombor}"}, "ms: case.opened has other placeholders than English"),
        ({"button__menu": "M" * 25}, "ms: button.menu is longer than 24 characters"),
        ({"button__yes": "Ya " * 7}, "(ms) is longer than 20 characters"),
        ({"welcome": "hai " * 300}, "ms: welcome is longer than 1000 characters"),
        ({"welcome": "Hubungi 999"}, "ms: welcome holds a phone number"),
        ({"welcome": "Hubungi 15999."}, "ms: welcome holds a phone number"),
        ({"welcome": "Telefon 03-8000 8000"}, "ms: welcome holds a phone number"),
        ({"welcome": "WhatsApp +60 12 345 6789"}, "ms: welcome holds a phone number"),
        ({"button__danger": None}, "menu main: button.danger has no text in ms"),
    ],
)
def test_a_fault_is_found_and_named(
    translate: Callable[..., list[str]], changes: dict[str, str | None], fault: str
) -> None:
    assert any(fault in line for line in translate(**changes))


def test_a_law_or_a_year_is_no_phone_number(translate: Callable[..., list[str]]) -> None:
    assert translate(welcome="UU 21/2007 pasal 2, Akta 670, tahun 2024, umur 18") == []


def test_texts_without_a_native_reader_are_counted() -> None:
    count = unreviewed("id")
    assert count == sum(not text.reviewed for text in texts("id").values())
    assert 0 <= count <= len(texts("id"))


def test_every_menu_has_at_most_ten_buttons_but_the_list_of_intents() -> None:
    longest = {name: len(entries) for name, entries in menus().items() if name != "intents"}
    assert max(longest.values()) <= 10
