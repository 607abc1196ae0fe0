"""Makes the numbers in a reply tappable, and nothing else in it HTML."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NUMBER = re.compile(r"(?<![\w/.:-])(\+?\d[\d -]{1,17}\d)(?![\w/-]|[.:]\d)")
_CALLABLE = re.compile(r"^(?:Telepon|Telefon|Call|WhatsApp|SMS)")
_PARTS = re.compile(r"⟦([^|⟧]*)\|([^⟧]*)⟧")
_LONGEST = 15


def mark_phones(text: str) -> str:
    """Puts ⟦digits|shown⟧ around numbers on lines that name a way to call."""
    text = text.replace("⟦", "[").replace("⟧", "]")

    def mark(match: re.Match[str]) -> str:
        shown = match[1]
        digits = re.sub(r"[^\d+]", "", shown)
        return f"⟦{digits}|{shown}⟧" if len(digits) <= _LONGEST else shown

    lines = text.split("\n")
    return "\n".join(_NUMBER.sub(mark, x) if _CALLABLE.search(x) else x for x in lines)


def phones(text: str) -> Markup:
    """The text as HTML with links for its numbers; everything else escaped."""
    marked = str(escape(mark_phones(text)))
    return Markup(_PARTS.sub(r'<a href="tel:\1">\2</a>', marked))  # noqa: S704 (escaped above)
