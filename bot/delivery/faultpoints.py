"""Named places at which tests kill a process (SUAR_KILL_AT=name:count). Nothing happens without it."""

from __future__ import annotations

import os
import signal

_NAME, _, _COUNT = os.environ.get("SUAR_KILL_AT", "").partition(":")
_left = int(_COUNT) if _COUNT.isdigit() else 1


def reach(name: str) -> None:
    """Kills this process the n-th time it comes to the named place, where a test asked for it."""
    global _left  # noqa: PLW0603 (counts down once in a process's life)
    if name != _NAME:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
