"""The languages Suar knows by name, and what each is called by those who speak it."""

from __future__ import annotations

ENDONYMS: dict[str, str] = {
    "id": "Bahasa Indonesia",
    "ms": "Bahasa Melayu",
    "en": "English",
    "jv": "Basa Jawa",
    "su": "Basa Sunda",
    "tl": "Tagalog",
    "vi": "Tiếng Việt",
    "th": "ไทย",
    "my": "မြန်မာ",
    "km": "ខ្មែរ",
    "ne": "नेपाली",
    "bn": "বাংলা",
    "hi": "हिन्दी",
    "ta": "தமிழ்",
    "zh": "中文",
}
"""ISO 639-1 code -> own name, in the order in which they are offered."""

LANGUAGES: tuple[str, ...] = tuple(ENDONYMS)
"""The fifteen languages that are told apart; which of them Suar speaks: `bot.replies.catalogue`."""
