"""The commands of `python -m bot`, one module each; heavy imports happen inside them."""

from __future__ import annotations

import os
import sys

import typer

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

from bot.commands import cases, chat, facts, key, parse, serve, texts, train
from bot.knowledge.checks import FactsError
from bot.settings import SettingsError
from bot.triage.model import ModelMissingError

_app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold what somebody wrote
    help="Suar, the assistant.",
)
_app.command("parse")(parse.parse)
_app.command("train")(train.train)
_app.command("chat")(chat.chat)
_app.command("serve")(serve.serve)
_app.command("key")(key.key)
_app.add_typer(facts.app, name="facts")
_app.add_typer(texts.app, name="texts")
_app.add_typer(cases.app, name="cases")


def app() -> None:
    """Runs a command; a fault an operator can mend is one line, not a traceback."""
    try:
        _app()
    except (SettingsError, ModelMissingError, FactsError) as error:
        print(f"suar: {error}", file=sys.stderr)
        raise SystemExit(2) from error
