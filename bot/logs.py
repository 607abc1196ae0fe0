"""Logs for operators: what happened, never what a person wrote.

Only named fields with harmless values are printed. An exception is its class and where it was
raised; its message and the variables around it may hold somebody's words and are left out.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

_ALLOWED = frozenset(
    {"event", "level", "timestamp", "logger", "exception", "action", "channel", "case", "code",
     "conversation", "count", "ms", "url", "path", "part", "state"}
)  # fmt: skip
_FRAMES = 3


def _where(error: BaseException) -> str:
    """The class of an exception and the last places it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} at {places}"


def _harmless(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keeps the allowed fields and turns an exception into its place."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = _where(error)
    return {key: value for key, value in event.items() if key in _ALLOWED}


class _Harmless(logging.Formatter):
    """The same for the standard library's loggers: message, and the place of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = f"{record.levelname.lower()} {record.name}"
        if record.name.startswith(("bot", "uvicorn")):
            line += f" {record.getMessage()}"
        if record.exc_info and record.exc_info[1]:
            line += f" [{_where(record.exc_info[1])}]"
        return line


def configure_logs(form: str = "text") -> None:
    """Sets up structlog and logging; `form` is SUAR_LOG_FORMAT (text or json)."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _harmless,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Harmless())
    logging.raiseExceptions = False  # a failing stream must not print what it could not log
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.ERROR)
    logging.getLogger("bot").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    for name in ("httpx", "httpcore", "telegram"):  # their lines hold addresses with tokens
        logging.getLogger(name).setLevel(logging.CRITICAL)
