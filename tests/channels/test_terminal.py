"""The conversation in the terminal."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable

import pytest
from rich.console import Console

from bot.channels.terminal import converse
from bot.replies.catalogue import say
from bot.replies.menus import menu
from tests.conftest import Assistant


class Screen(Console):
    """A console that writes to memory and reads prepared lines; their end is Ctrl-D."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__(file=io.StringIO(), width=400, no_color=True)
        self._lines = iter(lines)

    def input(self, *_: object, **__: object) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            raise EOFError from None

    @property
    def shown(self) -> str:
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue()


async def talk(service: Assistant, *lines: str, language: str = "id") -> str:
    """Everything that was on the screen."""
    screen = Screen(lines)
    await converse(service.dialogue, screen, secrets.token_hex(8), language)
    return screen.shown


@pytest.mark.parametrize("language", ["id", "ms", "en"])
async def test_the_first_screen_greets_and_numbers_the_menu(
    service: Assistant, language: str
) -> None:
    shown = await talk(service, language=language)
    assert say("welcome", language) in shown
    for number, button in enumerate(menu("main", language), start=1):
        assert f"  {number} {button.title}" in shown


async def test_the_end_of_input_ends_it_quietly(service: Assistant) -> None:
    assert "Traceback" not in await talk(service)


async def test_a_number_chooses_from_the_menu_and_then_from_the_answer(service: Assistant) -> None:
    shown = await talk(service, "2", "1", "2")
    assert say("offer.intro", "id") in shown
    assert say("offer.ask.age", "id") in shown
    assert say("offer.ask.recruiter", "id") in shown


async def test_words_are_answered_too(service: Assistant) -> None:
    shown = await talk(
        service, "bisa tolong periksa tawaran kerja ini gak, penipuan bukan", "Malaysia"
    )
    assert say("offer.ask.age", "id") in shown


async def test_a_number_that_is_no_choice_is_read_as_words(service: Assistant) -> None:
    shown = await talk(service, "2", "1", "25")
    assert say("offer.ask.recruiter", "id") in shown


async def test_whatever_is_typed_is_answered(service: Assistant) -> None:
    shown = await talk(service, "", "🙂", "[bold]halo[/bold]", "[/nothing]", "0", "²")
    assert say("empty", "id") in shown
    assert "Traceback" not in shown
