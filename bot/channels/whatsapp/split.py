"""Cuts a long text where it hurts least: between lines, then sentences, then words, never in a number.

Lengths are counted in UTF-16 units: an emoji counts two. Meta does not say how it counts; nothing that
fits this way is too long any other way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_SENTENCE_END = (".", "!", "?", "。", "။", "។", "…")
_JOINERS = ("\u200d", "\ufe0f", "\u20e3")  # what glues emoji together
_NUMBERISH = re.compile(r"[+(\[\"'*_]*\d[\d().,/:+*_'\"%-]*|[()+-]+")
_MONEY = frozenset({"rm", "rp", "idr", "myr", "usd", "us$", "$", "rp.", "+"})
_SPACE = re.compile(r"[^\S\n]+")


def size(text: str) -> int:
    """Length as the strictest counter would count it."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into `limit`."""
    taken = 0
    for index, character in enumerate(text):
        taken += 2 if ord(character) > 0xFFFF else 1
        if taken > limit:
            return index
    return len(text)


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit`; together they hold everything but the blanks at the cuts.

    A line, a word or a number (phone numbers with blanks in them too) is cut only where it alone is
    longer than `limit`.
    """
    parts = []
    rest = text.strip()
    while size(rest) > limit:
        place = _place(rest, _fitting(rest, limit))
        parts.append(rest[:place].rstrip())
        rest = rest[place:].lstrip()
    return [*parts, rest] if rest else parts


def _place(text: str, end: int) -> int:
    """The best place to cut at or before `end`."""
    window = text[: end + 1]  # a blank just behind the end is a place too
    paragraph, line = window.rfind("\n\n"), window.rfind("\n")
    if paragraph >= end // 2:
        return paragraph
    if line > 0:
        return line
    gaps = list(_gaps(text, end))
    sentences = [gap for gap in gaps if text[gap - 1] in _SENTENCE_END and gap >= end // 2]
    if sentences or gaps:
        return (sentences or gaps)[-1]
    return _inside_word(text, end)


def _gaps(text: str, end: int) -> Iterator[int]:
    """Blanks at or before `end` with words on both sides, but for the blanks within numbers."""
    before = 0
    for gap in _SPACE.finditer(text, 0, min(len(text), end + 200)):
        if gap.start() > end:
            return
        if gap.start() == 0:
            continue
        left = text[before : gap.start()]
        right = re.match(r"\S*", text[gap.end() :])
        before = gap.end()
        if right and not _one_number(left, right.group()):
            yield gap.start()


def _one_number(left: str, right: str) -> bool:
    """True for "+62 812", "(21) 555", "Rp 5.000": read apart they are something else."""
    if not _NUMBERISH.match(right):
        return False
    return bool(_NUMBERISH.fullmatch(left)) or left.lower().lstrip("(*_") in _MONEY


def _inside_word(text: str, end: int) -> int:
    """A place within an endless word: not between digits, not between a letter and its marks."""
    for place in range(end, max(0, end - 64), -1):
        if not (text[place - 1].isdigit() and text[place].isdigit()) and not _glued(text, place):
            return place
    return max(1, end)


def _glued(text: str, place: int) -> bool:
    after, before = text[place], text[place - 1]
    return bool(unicodedata.combining(after)) or after in _JOINERS or before == "\u200d"


def cut(text: str, limit: int) -> str:
    """A label in at most `limit`, with an ellipsis where something is missing."""
    label = " ".join(text.split())
    if size(label) <= limit:
        return label
    end = _fitting(label, limit - 1)
    space = label.rfind(" ", 0, end + 1)
    place = space if space >= end // 2 else _inside_word(label, end)
    return label[:place].rstrip() + ELLIPSIS
