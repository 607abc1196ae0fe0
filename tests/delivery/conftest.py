"""Delivery on both databases: a real SQLite file and a real PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.crypto import Keys
from bot.store.database import Store, migrate, open_engine
from tests.fakes.postgres import Postgres

KEY = b"k" * 32


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this run's own."""
    # Not below pytest's folder: that is closed to the user the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="suar-postgres-"))
    server = Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'suar.db'}")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        engine = open_engine(server.url)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrate(engine)
    yield Store(engine, Keys(KEY))
    engine.dispose()
