"""Rasa without telemetry, without warnings of its old dependencies, and without people's words in logs."""

from __future__ import annotations

import io
import logging
import os
import warnings
from contextlib import redirect_stderr

from bot.logs import configure_logs
from bot.settings import settings


def quiet_rasa() -> None:
    """Call before Rasa is imported, and before an agent is built."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL", "ERROR")  # Rasa shows its progress bars otherwise
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Rasa and TensorFlow print warnings of their own while they are imported: once, and unseen.
    with redirect_stderr(io.StringIO()):
        import rasa.core.agent  # noqa: F401

    warnings.simplefilter("ignore")
    # Rasa's own configuration of structlog prints what people write (research/rasa.md section 0, 8).
    configure_logs(settings().log_format)
    for name in ("rasa", "matplotlib", "apscheduler", "tensorflow"):
        logging.getLogger(name).setLevel(logging.ERROR)
