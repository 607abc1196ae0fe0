"""`bot key`: makes a master key."""

from __future__ import annotations

import base64
import secrets

import typer


def key() -> None:
    """Prints a new value for SUAR_MASTER_KEY. Keep it outside the database and its backups."""
    typer.echo(base64.b64encode(secrets.token_bytes(32)).decode())
