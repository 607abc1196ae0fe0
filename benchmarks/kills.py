"""Kills the parts of delivery two hundred times and counts what was lost or doubled.

    .venv/bin/python -m benchmarks.kills [KILLS]

On SQLite and on PostgreSQL (killed too). Prints a table for benchmarks/README.md; exits 1 when something was lost.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bot.store.crypto import Keys
from bot.store.database import Store, migrate, open_engine
from tests.delivery.conftest import KEY
from tests.delivery.kill_run import Run
from tests.fakes.postgres import Postgres


def _row(kind: str, kills: int) -> bool:
    folder = Path(tempfile.mkdtemp(prefix="suar-kills-"))
    server = Postgres(folder) if kind == "PostgreSQL" else None
    url = server.url if server else f"sqlite:///{folder / 'suar.db'}"
    engine = open_engine(url)
    migrate(engine)
    begun = time.monotonic()
    report = Run(Store(engine, Keys(KEY)), url, seed=200, postgres=server).go(kills)
    seconds = time.monotonic() - begun
    by_part = ", ".join(f"{name} {count}" for name, count in sorted(report.kills.items()))
    print(
        f"| {kind} | {sum(report.kills.values())} ({by_part}) | {len(report.acknowledged)} | {len(report.lost)} "
        f"| {len(report.unanswered)} | {report.duplicates} | {seconds:.0f} s |"
    )
    engine.dispose()
    if server:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)
    return not report.lost and not report.unanswered


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(
        "| database | kills | acknowledged | lost | unanswered | answered twice | time |\n|---|---|---|---|---|---|---|"
    )
    well = [_row(kind, kills) for kind in ("SQLite", "PostgreSQL")]
    raise SystemExit(0 if all(well) else 1)


if __name__ == "__main__":
    main()
