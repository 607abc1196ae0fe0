from __future__ import annotations

import base64
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.settings import SettingsError, settings
from bot.store.database import Store, master_key, migrate, open_store
from bot.store.models import Base, Conversation


def add_and_fail(session: Session, name: str) -> None:
    session.add(row(name))
    session.flush()
    raise RuntimeError


def row(name: str) -> Conversation:
    return Conversation(id=name, channel="test", address_enc="x")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 10_000),
    ],
)
def test_every_connection_is_set_up_to_lose_and_to_leave_nothing(
    store: Store, pragma: str, value: object
) -> None:
    with store.engine.connect() as first, store.engine.connect() as second:
        # One BEGIN IMMEDIATE at a time: the drivers are asked, not SQLAlchemy.
        for connection in (first, second):
            raw = connection.connection.driver_connection
            assert raw is not None
            assert raw.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_the_migrations_make_the_tables_that_the_program_expects(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing_and_keeps_what_is_there(store: Store) -> None:
    with store.transaction() as session:
        session.add(row("a"))
    migrate(store.engine)
    with store.transaction() as session:
        assert session.get(Conversation, "a") is not None


def test_what_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction() as session:
        add_and_fail(session, "a")
    with store.transaction() as session:
        assert session.get(Conversation, "a") is None


def test_a_transaction_inside_another_is_undone_with_it(store: Store) -> None:
    def both() -> None:
        with store.transaction() as outer:
            with store.transaction() as inner:
                inner.add(row("a"))
            add_and_fail(outer, "b")

    with pytest.raises(RuntimeError):
        both()
    with store.transaction() as session:
        assert session.scalars(select(Conversation)).all() == []


def test_a_savepoint_is_undone_alone(store: Store) -> None:
    with store.transaction() as session:
        session.add(row("kept"))
        with pytest.raises(RuntimeError), store.savepoint() as part:
            add_and_fail(part, "undone")
    with store.transaction() as session:
        assert session.scalars(select(Conversation.id)).all() == ["kept"]


def test_a_key_for_a_local_trial_is_made_once_and_is_private(tmp_path: Path) -> None:
    options = settings().model_copy(update={"var": tmp_path, "database_url": ""})
    first, made = master_key(options)
    second, made_again = master_key(options)
    assert first == second
    assert (made, made_again) == (True, False)
    assert len(first) == 32
    assert (tmp_path / "master.key").stat().st_mode & 0o077 == 0


def test_a_production_database_without_a_key_is_refused_and_the_mend_is_named(
    tmp_path: Path,
) -> None:
    options = settings().model_copy(
        update={"var": tmp_path, "database_url": "postgresql+psycopg://db/suar"}
    )
    with pytest.raises(SettingsError, match=r"SUAR_MASTER_KEY.*python -m bot key"):
        master_key(options)
    assert list(tmp_path.iterdir()) == []


def test_the_key_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_bytes(base64.b64encode(b"k" * 32))
    options = settings().model_copy(update={"var": tmp_path, "database_url": ""})
    assert master_key(options) == (b"k" * 32, False)


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "suar.db"
    opened = open_store(
        settings().model_copy(update={"var": tmp_path, "database_url": f"sqlite:///{path}"})
    )
    with opened.transaction() as session:
        assert session.scalar(text("select count(*) from conversation")) == 0
    opened.engine.dispose()
    assert path.exists()
