"""When a message counts as not understood. A cry for help never does."""

from __future__ import annotations

from bot.triage.rules import DISCLOSURES

UNSURE = 0.30
"""Below this the likeliest intent is only asked for ("did you mean"), not taken."""

NARROW = 0.08
"""A lead over the second intent that is too small to take the first one."""

FALLBACK = "nlu_fallback"


def is_understood(intent: str, ranking: list[tuple[str, float]], urgency: str) -> bool:
    """False where the bot should ask back; anything urgent, and any disclosure, is taken as it is."""
    if intent in DISCLOSURES or urgency in ("urgent", "emergency"):
        return True
    if not ranking:
        return False
    first = ranking[0][1]
    second = ranking[1][1] if len(ranking) > 1 else 0.0
    return first >= UNSURE and first - second >= NARROW
