"""Twenty kills in every run of the tests; two hundred and more in `python -m benchmarks.kills`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.crypto import Keys
from bot.store.database import Store, migrate, open_engine
from tests.delivery.conftest import KEY
from tests.delivery.kill_run import Run
from tests.fakes.postgres import Postgres

KILLS = 10


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whatever_is_killed_nothing_acknowledged_is_lost_and_everything_is_answered(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server: Postgres | None = None
    url = f"sqlite:///{tmp_path / 'suar.db'}"
    if kind == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.url
    engine = open_engine(url)
    if server:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    migrate(engine)
    report = Run(Store(engine, Keys(KEY)), url, seed=20, postgres=server).go(KILLS)
    engine.dispose()
    assert sum(report.kills.values()) == KILLS
    assert len(report.acknowledged) > 20
    assert report.lost == set()
    assert report.unanswered == set()
    # What was being sent when its sender died may come twice; no more than that.
    assert report.duplicates <= 3 * 32
