"""Real-life conversations, as people had them through the web chat, kept as they should go.

A file is one conversation (tests/conversations/<language>/*.yml):

    name: A mother asks about an offer for her son
    language: id
    turns:
    - user: anak saya ditawari kerja di kamboja
      says: [key:offer.intro, Kamboja]     # key: the catalogue's text in that language
      not: ["999"]
    - tap: key:button.skip
      says: [...]

A text after `key:` may have placeholders; the longest part without them is looked for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.service import Service
from bot.replies.catalogue import say
from tests.talk import Person

_FILES = sorted(Path(__file__).parent.glob("*/*.yml"))


def expected(entry: str, language: str) -> str:
    """The text to look for."""
    if not entry.startswith("key:"):
        return entry
    parts = re.split(r"\{\w+\}", say(entry.removeprefix("key:"), language))
    return max(parts, key=len).strip()


def read(path: Path) -> dict[str, Any]:
    """A recorded conversation."""
    recorded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return recorded


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_the_conversation_goes_as_it_was_recorded(service: Service, path: Path) -> None:
    recorded = read(path)
    language = recorded["language"]
    person = Person(service, language)
    for turn in recorded["turns"]:
        if "tap" in turn:
            answer = await person.tap(expected(turn["tap"], language))
        else:
            answer = await person.say(turn["user"])
        spoken = turn.get("language", language)
        for entry in turn.get("says", ()):
            assert expected(str(entry), spoken) in answer, turn
        for entry in turn.get("not", ()):
            assert expected(str(entry), spoken) not in answer, turn
        for entry in turn.get("buttons", ()):
            assert expected(entry, spoken) in person.buttons, turn


@pytest.mark.parametrize("language", ["id", "ms", "en"])
def test_there_are_ten_conversations_in_each_language(language: str) -> None:
    assert len([path for path in _FILES if path.parent.name == language]) >= 10
