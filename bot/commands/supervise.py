"""Keeps the processes of one machine alive: starts them, starts again what ends, stops them all."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Self

import httpx
import structlog

_LOOK_SECONDS = 0.5
_AGAIN_SECONDS = 1.0
_READY_SECONDS = 180.0
_GRACE_SECONDS = 10.0
_TOO_OFTEN = 5
log = structlog.get_logger(__name__)


class Family:
    """The parts of Suar as child processes (`python -m bot serve <part>`)."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._ends: dict[str, int] = dict.fromkeys(parts, 0)
        self._stopping = threading.Event()

    def __enter__(self) -> Self:
        """Starts every part; SIGTERM and Ctrl-C stop the family."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stopping.set())
        for part in self._parts:
            self._start(part)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stops every part, with SIGKILL where it does not listen."""
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()

    def _start(self, part: str) -> None:
        command = [sys.executable, "-m", "bot", "serve", part]
        # A session of their own: Ctrl-C reaches the family's head, which stops them in order.
        self._children[part] = subprocess.Popen(command, start_new_session=True)  # noqa: S603

    def wait_until_ready(self, address: str) -> bool:
        """True when the readiness address says yes; False when a stop came first.

        Raises:
            SystemExit: a part ends again and again.
        """
        deadline = time.monotonic() + _READY_SECONDS
        while not self._stopping.is_set() and time.monotonic() < deadline:
            try:
                if httpx.get(address, timeout=2.0).status_code == httpx.codes.OK:
                    return True
            except httpx.HTTPError:
                pass
            self._mend()
            self._stopping.wait(_LOOK_SECONDS)
        return False

    def keep_alive(self) -> None:
        """Starts again what ends, until a stop is asked for."""
        while not self._stopping.wait(_LOOK_SECONDS):
            self._mend()

    def _mend(self) -> None:
        for part, child in list(self._children.items()):
            if child.poll() is None:
                continue
            self._ends[part] += 1
            log.error("part_ended", part=part, code=child.returncode, count=self._ends[part])
            if child.returncode == 2 or self._ends[part] > _TOO_OFTEN:
                raise SystemExit(2)  # it has said what is wrong
            self._stopping.wait(_AGAIN_SECONDS)
            self._start(part)
