"""A real PostgreSQL of the tests' own, in a folder of its own, on a free port; killed and started at will."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path


def server_folder() -> Path | None:
    """Where Debian keeps PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """One server; `url` is for SQLAlchemy."""

    def __init__(self, folder: Path) -> None:
        programs = server_folder()
        if programs is None:
            raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
        self._programs = programs
        self._folder = folder / "data"
        self._log = folder / "postgres.log"
        self.port = free_port()
        self.url = f"postgresql+psycopg://suar@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self._user: dict[str, object] = {}
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            shutil.chown(folder, "postgres")
            self._user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run(
            [programs / "initdb", "-D", self._folder, "-U", "suar", "-A", "trust", "-E", "UTF8"],
            check=True,
            capture_output=True,
            cwd="/",
            **self._user,  # type: ignore[arg-type]
        )
        self.start()

    def start(self) -> None:
        """Starts the server and waits until it takes connections."""
        options = ["-k", "", "-h", "127.0.0.1", "-p", str(self.port), "-c", "fsync=on"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder, *options],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._user,  # type: ignore[arg-type]
            )
        deadline = time.monotonic() + 60
        ready = [self._programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode != 0:
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(self._log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL to the postmaster: what a power cut does, but for the disk."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """Ends the server."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=30)
