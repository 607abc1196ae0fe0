"""The normal form of what people type: what the models and the rules look at."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 4000
"""Characters of one message that are looked at; the rest is kept but not analysed."""

_INVISIBLE = dict.fromkeys(
    [
        *(*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x00AD, 0x200B, 0x2060, 0xFEFF),
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)),
    ]
)
_SPACES = re.compile(r"\s+")
_STRETCHED = re.compile(r"(\D)\1{2,}")


def clean(text: str) -> str:
    """NFC, no invisible or control characters, single spaces, at most `LONGEST` characters.

    Zero-width joiners stay: Indic scripts are written with them.
    """
    composed = unicodedata.normalize("NFC", text[: LONGEST * 2]).translate(_INVISIBLE)
    return _SPACES.sub(" ", composed).strip()[:LONGEST]


def plain(text: str) -> str:
    """The form that word rules match: clean, lower case, stretched letters shortened to two."""
    return _STRETCHED.sub(r"\1\1", clean(text).casefold())
