"""A language that somebody names: "english please", "bahasa melayu boleh?", "नेपाली"."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from bot.language.codes import ENDONYMS, LANGUAGES
from bot.language.normal import plain

_CHAT = {
    "id": ("indonesia", "indonesian", "indo", "b.indo", "bhs indonesia"),
    "ms": ("melayu", "malay", "malaysia", "bm", "b.melayu"),
    "en": ("english", "inggris", "inggeris", "inglis", "bi", "eng", "englis"),
    "jv": ("jawa", "javanese", "jowo"),
    "su": ("sunda", "sundanese"),
    "tl": ("tagalog", "filipino", "pinoy"),
    "vi": ("vietnam", "vietnamese", "tiếng việt"),
    "th": ("thai", "siam"),
    "my": ("burma", "burmese", "myanmar"),
    "km": ("khmer", "kamboja", "cambodia"),
    "ne": ("nepali", "nepal"),
    "bn": ("bangla", "bengali", "bangladesh"),
    "hi": ("hindi", "india"),
    "ta": ("tamil",),
    "zh": ("mandarin", "chinese", "cina", "china", "中文", "华语", "tionghoa"),
}


@lru_cache(maxsize=1)
def _names() -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for code in LANGUAGES:
        names = {*_CHAT[code], ENDONYMS[code].casefold()}
        for shown_in in LANGUAGES:
            locale = Locale.parse("fil" if shown_in == "tl" else shown_in)
            name = locale.languages.get("fil" if code == "tl" else code)
            if name:
                names.add(name.casefold())
        longest_first = sorted(names, key=len, reverse=True)
        words = "|".join(re.escape(name) for name in longest_first)
        found.append((code, re.compile(rf"(?<!\w)(?:{words})(?!\w)")))
    return found


def language_named(text: str) -> str | None:
    """The language a text names (ISO 639-1); of several, the one named last ("not malay, english")."""
    form = plain(text)
    last = [(m.start(), code) for code, names in _names() for m in names.finditer(form)]
    return max(last)[1] if last else None
