"""Opens the database: SQLite with WAL and full syncs, or PostgreSQL; brings its tables up to date."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from bot.settings import Settings, SettingsError
from bot.store.crypto import Keys

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL survives a kill but not a power cut (research/trust.md)
    "secure_delete=ON",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "busy_timeout=10000",
)
_KEY_FILE = "master.key"


def open_engine(url: str) -> Engine:
    """An engine for `url`; the folder of a SQLite file is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not the driver's
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Whoever begins may write: two readers that both turn into writers would fail.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def migrate(engine: Engine) -> None:
    """Brings the tables to the newest version (Alembic)."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def master_key(settings: Settings) -> tuple[bytes, bool]:
    """The key, and whether it was made just now for a local trial.

    Raises:
        SettingsError: a production database and no key.
    """
    if settings.master_key is not None:
        return base64.b64decode(settings.master_key.get_secret_value()), False
    if make_url(settings.database).get_backend_name() != "sqlite":
        raise SettingsError(
            "SUAR_MASTER_KEY is not set. With this database Suar does not start without it: "
            "make one with `python -m bot key` and keep it outside the database."
        )
    path = settings.var / _KEY_FILE
    if path.exists():
        return base64.b64decode(path.read_text(encoding="ascii")), False
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(32)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key))
    return key, True


class Store:
    """Database and keys together; handed to whatever reads or writes."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self.keys = keys
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._ambient: ContextVar[Session | None] = ContextVar("session", default=None)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end, or not at all.

        Inside another transaction of the same task it joins that one: what a turn does, here and in
        actions and tracker store, happens together or not at all.
        """
        outer = self._ambient.get()
        if outer is not None:
            yield outer
            outer.flush()
            return
        with self._sessions.begin() as session:
            mark = self._ambient.set(session)
            try:
                yield session
            finally:
                self._ambient.reset(mark)

    @contextmanager
    def savepoint(self) -> Iterator[Session]:
        """A part of a transaction that is undone alone when it fails."""
        with self.transaction() as session, session.begin_nested():
            yield session


def open_store(settings: Settings) -> Store:
    """The store of this installation, its tables up to date.

    Raises:
        SettingsError: no key, or a key file that is not one.
    """
    key, _ = master_key(settings)
    engine = open_engine(settings.database)
    migrate(engine)
    return Store(engine, Keys(key))
