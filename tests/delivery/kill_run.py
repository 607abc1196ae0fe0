"""Kills the parts of Suar again and again while messages come in, and counts what was lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from sqlalchemy import select

from bot.settings import ROOT
from bot.store.database import Store
from bot.store.models import InboxMessage
from tests.fakes.postgres import Postgres, free_port

POINTS = ("claimed", "before_commit", "committed", "sending", "sent")
PARTS = ("web", "worker", "sender")
_PEOPLE = 12
_PATIENCE = 90.0


@dataclass
class Report:
    """What came of a run."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    received: Counter[str] = field(default_factory=Counter)
    stored: set[str] = field(default_factory=set)
    order_broken: int = 0

    @property
    def lost(self) -> set[str]:
        """Acknowledged and not stored."""
        return self.acknowledged - self.stored

    @property
    def unanswered(self) -> set[str]:
        """Stored and never answered."""
        return self.stored - set(self.received)

    @property
    def duplicates(self) -> int:
        """Answers that came more than once."""
        return sum(count - 1 for count in self.received.values())


class _Far(ThreadingHTTPServer):
    """The people's side: takes what is sent."""

    daemon_threads = True

    def __init__(self, report: Report) -> None:
        seen_lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["content-length"])).decode()
                with seen_lock:
                    report.received[text.removeprefix("echo: ")] += 1
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)


class Run:
    """Parts on one database, killed from outside and at named points."""

    def __init__(self, store: Store, url: str, seed: int, postgres: Postgres | None = None) -> None:
        self.report = Report()
        self._store, self._url, self._postgres = store, url, postgres
        self._random = random.Random(seed)
        self._far = _Far(self.report)
        self._web_port = free_port()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()

    def _start(self, part: str, kill_at: str = "") -> None:
        port = self._web_port if part == "web" else self._far.server_address[1]
        command = [sys.executable, "-m", "tests.delivery.part", part, self._url, str(port)]
        environment = {**os.environ, "SUAR_KILL_AT": kill_at, "PYTHONWARNINGS": "ignore"}
        self._children[part] = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )

    def _write(self) -> None:
        """Writes messages as a platform does: again until acknowledged, some of them repeated."""
        number = 0
        with httpx.Client(base_url=f"http://127.0.0.1:{self._web_port}", timeout=5) as client:
            while not self._stop.is_set():
                number += 1
                name = f"m{number}"
                while not self._stop.is_set():
                    try:
                        answer = client.post(f"/in/{name}/person-{number % _PEOPLE}")
                    except httpx.HTTPError:
                        time.sleep(0.02)
                        continue
                    if answer.status_code == httpx.codes.OK:
                        self.report.acknowledged.add(name)
                        if number % 5 == 0:
                            # the platform did not hear our answer and says it again
                            with suppress(httpx.HTTPError):
                                client.post(f"/in/{name}/person-{number % _PEOPLE}")
                        break
                time.sleep(0.03)

    def _kill(self, kills: int) -> None:
        """Kills `kills` times: parts at random moments and at named points, PostgreSQL too."""
        for turn in range(kills):
            if self._postgres and turn % 8 == 7:
                self._postgres.kill()
                self.report.kills["postgres"] += 1
                self._postgres.start()
                continue
            part = self._random.choice(PARTS)
            child = self._children[part]
            if turn % 3 == 0 and part != "web":
                points = POINTS[:3] if part == "worker" else POINTS[3:]
                point = self._random.choice(points)
                child.kill()
                child.wait()
                self._start(part, f"{point}:{self._random.randint(1, 6)}")
                ended = self._children[part]
                deadline = time.monotonic() + 20
                while ended.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.02)
                if ended.poll() is None:
                    ended.kill()
                    ended.wait()
                self.report.kills[f"{part} at {point}"] += 1
            else:
                time.sleep(self._random.uniform(0.2, 1.2))
                child.send_signal(signal.SIGKILL)
                child.wait()
                self.report.kills[part] += 1
            self._start(part)

    def go(self, kills: int) -> Report:
        """Runs until `kills` kills are done and everything stored is answered."""
        threading.Thread(target=self._far.serve_forever, daemon=True).start()
        for part in PARTS:
            self._start(part)
        writer = threading.Thread(target=self._write)
        writer.start()
        try:
            self._kill(kills)
            self._stop.set()
            writer.join()
            self._settle()
        finally:
            self._stop.set()
            for child in self._children.values():
                child.kill()
                child.wait()
            self._far.shutdown()
        return self.report

    def _settle(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with self._store.transaction() as session:
                self.report.stored = set(session.scalars(select(InboxMessage.provider_id)))
            if not self.report.unanswered:
                return
            time.sleep(0.2)
