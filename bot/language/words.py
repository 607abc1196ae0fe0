"""Words of a text for counting; tokens with positions are spaCy's (`tokens.py`)."""

from __future__ import annotations

import re

_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u1000-\u109f\u200c\u200d'’-])*"
)


def words(text: str) -> list[str]:
    """Lower-case words without digits and signs; vowel signs of Indic scripts stay inside."""
    return _WORD.findall(text.casefold())
