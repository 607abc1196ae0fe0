"""How long to wait after a failure."""

from __future__ import annotations

import random

_FIRST, _LONGEST = 1.0, 60.0


def pause(failures: int, asked: float | None = None) -> float:
    """Seconds before the next try: what the platform asks, else doubling, both with jitter.

    Args:
        failures: how many there were in a row, from 1.
        asked: what the platform asked for; never undercut.
    """
    if asked is not None:
        return asked + random.uniform(0, 0.5)  # noqa: S311 (spreading, no secret)
    longest = min(_FIRST * 2 ** min(failures - 1, 10), _LONGEST)
    return random.uniform(longest / 2, longest)  # noqa: S311
