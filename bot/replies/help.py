"""The fixed help text: what is said when something broke. Needs neither Rasa nor the model."""

from __future__ import annotations

from bot.replies.catalogue import best, say
from bot.replies.doors import danger_numbers


def help_text(language: str | None, country: str | None = None) -> str:
    """Never silence, never an error: an apology and the numbers of the country, or of two."""
    spoken = best(language)
    return say("broken", spoken) + "\n\n" + danger_numbers(country, spoken)
