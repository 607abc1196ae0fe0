"""Wakes workers sooner than their next look: in this process, and through PostgreSQL in others.

Losing a wake-up costs at most one polling interval, never a message.
"""

from __future__ import annotations

import threading

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

_CHANNEL = "suar_inbox"
_LISTEN_SECONDS = 5.0
log = structlog.get_logger(__name__)


class Waker:
    """An event that can also be rung from another process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._postgres = engine.dialect.name == "postgresql"
        self._event = threading.Event()
        self._stopped = threading.Event()

    def ring(self) -> None:
        """Wakes whoever waits, here and on PostgreSQL everywhere."""
        self._event.set()
        if self._postgres:
            try:
                with self._engine.begin() as connection:
                    connection.execute(text(f"NOTIFY {_CHANNEL}"))
            except DBAPIError:
                log.warning("wake_failed")  # they look by themselves soon

    def wait(self, seconds: float) -> None:
        """Returns when rung, or after `seconds`."""
        self._event.wait(seconds)
        self._event.clear()

    def listen(self) -> None:
        """Starts listening to other processes (PostgreSQL only)."""
        if self._postgres:
            threading.Thread(target=self._listen, name="listen", daemon=True).start()

    def stop(self) -> None:
        """Ends the listener."""
        self._stopped.set()
        self._event.set()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                raw = self._engine.raw_connection()
                try:
                    connection = raw.driver_connection
                    if connection is None:
                        continue
                    connection.set_autocommit(True)
                    connection.execute(f"LISTEN {_CHANNEL}")
                    while not self._stopped.is_set():
                        for _ in connection.notifies(timeout=_LISTEN_SECONDS):
                            self._event.set()
                finally:
                    raw.invalidate()
            except Exception as error:  # the database went away: polling goes on meanwhile
                log.warning("listen_failed", code=type(error).__name__)
                self._stopped.wait(1.0)
