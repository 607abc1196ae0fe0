"""The commands of the bot: what is shown in Telegram's menu, and the words each stands for."""

from __future__ import annotations

import re

from bot.channels.telegram.names import CHANNEL
from bot.replies.catalogue import best, say, spoken

_WORDS = {
    "menu": "button.menu",
    "help": "button.danger",
    "language": "button.language",
    "stop": "button.stop",
    "delete": "button.delete_data",
}
"""Command -> key of the words said instead. /help is "I need help", the first button of the menu."""

COMMANDS = (*_WORDS,)
_SHAPE = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def split_command(text: str) -> tuple[str, str] | None:
    """Name and rest of "/name@bot rest"; None for anything else."""
    found = _SHAPE.fullmatch(text.strip())
    return (found[1].lower(), (found[2] or "").strip()) if found else None


def words_for(command: str, language: str | None) -> str | None:
    """What somebody who taps a command means, as words in their language; None for an unknown one."""
    key = _WORDS.get(command)
    return say(key, best(language)) if key else None


def is_payload(rest: str) -> bool:
    """True for what a link or poster puts after /start; anything else was typed by a person."""
    return not rest or bool(_PAYLOAD.fullmatch(rest))


def language_of(payload: str) -> str | None:
    """The language a link or poster asks for with its last part ("poster12_ms")."""
    last = re.split(r"[_-]", payload)[-1].lower()
    return last if last in spoken() else None


def descriptions(language: str) -> list[tuple[str, str]]:
    """(command, description) in a language, in the order of the menu."""
    return [(name, say(f"{CHANNEL}.command.{name}", language)) for name in COMMANDS]
