"""Lays a reply out for Telegram: parts of at most 4096 UTF-16 units, and buttons in rows. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

LIMIT = 4096
_NUMBER = re.compile(r"\+?\(?\d(?:[\d().,/ \u00a0\u2009\u202f–-]*\d)?")
_SENTENCE = re.compile(r"[.!?…。！？។၊။|]['\")»”’]*\s+|[។။。！？]")
_SPACE = re.compile(r"\s+")
_JOINER = "\u200d"
_HALF_ROW = 14
_WIDE = frozenset("WF")


def units(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _fits(text: str, limit: int) -> int:
    """How many characters from the start of a text fit."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _last(ends: Iterable[int], most: int) -> int:
    """The last place at or before `most`; 0 where there is none."""
    found = 0
    for end in ends:
        if end > most:
            break
        found = end
    return found


def _is_seam(text: str, at: int) -> bool:
    """True where a cut takes no accent, vowel sign or part of an emoji from what it belongs to."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or unicodedata.category(after).startswith("M"):
        return False
    # A virama binds the next consonant; a skin tone and the second half of a flag bind to the first.
    if unicodedata.combining(before) == 9 or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    return not all("\U0001f1e6" <= half <= "\U0001f1ff" for half in (before, after))


def _cut(text: str, limit: int) -> int:
    """Where to end the first part: after a paragraph, line, sentence or word, never in a number.

    A line is broken only where it is too long itself; so are a word and a number.
    """
    most = _fits(text, limit)
    if text[most] == "\n":
        paragraph, line = (most if text.startswith("\n\n", most) else 0), most
    else:
        paragraph = text.rfind("\n\n", 0, most) + 1
        line = text.rfind("\n", 0, most) + 1
    if paragraph > most // 2:
        return paragraph
    if line and text[:line].strip():
        return line
    window = text[: most + 1]
    numbers = [match.span() for match in _NUMBER.finditer(text, 0, most + 64)]
    inside = {at for start, end in numbers for at in range(start + 1, end)}
    sentence = _last((m.end() for m in _SENTENCE.finditer(window) if m.end() not in inside), most)
    if sentence > most // 2:
        return sentence
    spaces = [m.start() for m in _SPACE.finditer(window) if text[: m.start()].strip()]
    word = _last((at for at in spaces if at not in inside), most) or _last(spaces, most)
    if word:
        return word
    seams = [at for at in range(max(1, most - 200), most + 1) if _is_seam(text, at)]
    return _last((at for at in seams if at not in inside), most) or _last(seams, most) or most


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The parts of a text, none longer than the limit, none empty."""
    parts = []
    rest = text.strip()
    while units(rest) > limit:
        at = _cut(rest, limit)
        parts.append(rest[:at].strip())
        rest = rest[at:].strip()
    return [part for part in (*parts, rest) if part]


def _width(title: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in title)


def rows(buttons: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Buttons in rows: two short ones side by side, a long one alone, so that no title is cut off."""
    laid: list[list[tuple[str, str]]] = []
    for button in buttons:
        beside = laid[-1] if laid else []
        if len(beside) == 1 and max(_width(beside[0][0]), _width(button[0])) <= _HALF_ROW:
            beside.append(button)
        else:
            laid.append([button])
    return laid
