"""What must hold of the texts in every language (`bot texts check`)."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from bot.knowledge.channels import Number, read_channels
from bot.knowledge.law import answers
from bot.replies.catalogue import spoken, texts
from bot.replies.menus import menus

_SOURCE = "en"
_LIST_TITLE, _BUTTON_TITLE = 24, 20
_FEW_BUTTONS = 3
_PHONE = re.compile(r"(?<![\w/.-])\+?\d[\d\s().-]{5,}\d")
_BUBBLE = 1000


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _numbers() -> set[str]:
    def digits(number: Number) -> str:
        return re.sub(r"\D", "", number.dial)

    short = {digits(n) for c in read_channels() for n in c.numbers}
    return {number for number in short if len(number) >= 3}


def _language_faults(language: str) -> Iterator[str]:
    mine, source = texts(language), texts(_SOURCE)
    for key in sorted(source.keys() - mine.keys()):
        yield f"{language}: {key} is missing"
    for key in sorted(mine.keys() - source.keys()):
        yield f"{language}: {key} is in no other language"
    hotlines = _numbers()
    for key, text in mine.items():
        where = f"{language}: {key}"
        if key in source and _placeholders(text.text) != _placeholders(source[key].text):
            yield f"{where} has other placeholders than English"
        if key.startswith("button.") and len(text.text) > _LIST_TITLE:
            yield f"{where} is longer than {_LIST_TITLE} characters: {text.text!r}"
        if len(text.text) > _BUBBLE:
            yield f"{where} is longer than {_BUBBLE} characters"
        if _PHONE.search(text.text) or set(re.findall(r"\d+", text.text)) & hotlines:
            yield f"{where} holds a phone number; numbers are looked up, never typed into a text"


def _menu_faults() -> Iterator[str]:
    for name, entries in menus().items():
        for entry in entries:
            for language in spoken():
                text = texts(language).get(entry.title)
                if text is None:
                    yield f"menu {name}: {entry.title} has no text in {language}"
                elif len(entries) <= _FEW_BUTTONS and len(text.text) > _BUTTON_TITLE:
                    yield (
                        f"menu {name}: {text.text!r} ({language}) is longer than "
                        f"{_BUTTON_TITLE} characters, too long for a WhatsApp button"
                    )


def _answer_faults() -> Iterator[str]:
    for intent, answer in answers().items():
        for block in answer.blocks:
            if block.text not in texts(_SOURCE):
                yield f"answer {intent}: {block.text} is in no catalogue"


def faults() -> list[str]:
    """Everything that is wrong with the texts, one line each."""
    found = [fault for language in spoken() for fault in _language_faults(language)]
    return [*found, *_menu_faults(), *_answer_faults()]


def unreviewed(language: str) -> int:
    """How many texts of a language no native speaker has reviewed."""
    return sum(not text.reviewed for text in texts(language).values())
