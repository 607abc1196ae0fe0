"""Start-up, memory and time per turn of the assistant, beside bare understanding.

    .venv/bin/python -m benchmarks.serving

Prints a table for benchmarks/README.md. Starts what is served in a fresh process; measures, judges nothing.
"""

from __future__ import annotations

import asyncio
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version

_TURNS = [
    "halo",
    "ditawari kerja di malaysia, disuruh bayar 3 juta dulu sama calo",
    "22",
    "lewati",
    "berapa biaya yang boleh diminta agen?",
    "hasil",
    "nomor polisi malaysia",
    "paspor saya ditahan majikan dan gaji tidak dibayar",
    "ya aman",
    "stop",
    "tolong saya dipukul sekarang",
    "malaysia",
]
_ROUNDS = 8


def _rss() -> float:
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _row(name: str, value: str) -> None:
    print(f"| {name} | {value} |")


def _percentiles(times: list[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{statistics.median(ordered):.1f} / {p95:.1f} ms"


async def _turns() -> None:
    from bot.dialogue.load import load_dialogue
    from bot.settings import settings
    from bot.store.current import current_store
    from bot.triage.understand import understand

    started = time.monotonic()
    dialogue = load_dialogue(settings(), current_store())
    _row("loading agent, classifier, database", f"{time.monotonic() - started:.1f} s")
    await dialogue.turn("bench", "warm", "halo")
    times, alone = [], []
    for number in range(_ROUNDS):
        for text in _TURNS:
            begun = time.perf_counter()
            await dialogue.turn("bench", f"person-{number}", text)
            times.append((time.perf_counter() - begun) * 1e3)
    model = dialogue.classifier
    for text in _TURNS * _ROUNDS:
        begun = time.perf_counter()
        understand(text, model)
        alone.append((time.perf_counter() - begun) * 1e3)
    _row("one turn, SQLite with full syncs (median / p95)", _percentiles(times))
    _row("of which understanding (median / p95)", _percentiles(alone))
    _row(
        "one turn against understanding alone (medians)",
        f"{statistics.median(times) / statistics.median(alone):.1f} x",
    )
    long = []
    for _ in range(120):
        begun = time.perf_counter()
        await dialogue.turn("bench", "long", "berapa biaya agen?")
        long.append((time.perf_counter() - begun) * 1e3)
    _row(
        "turns 1-20 / 101-120 of one conversation (median)",
        f"{statistics.median(long[:20]):.0f} / {statistics.median(long[100:]):.0f} ms",
    )
    _row("memory (RSS) after it all", f"{_rss():.0f} MB")


def main() -> None:
    os.environ["SUAR_VAR"] = tempfile.mkdtemp()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, Rasa {version('rasa')}\n"
    )
    print("| what | figure |\n|---|---|")
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "parse"],
        input="tolong\n",
        text=True,
        capture_output=True,
        check=True,
    )
    _row(
        "`bot parse` from nothing to the first answer (no Rasa)",
        f"{time.monotonic() - begun:.1f} s ({len(done.stdout)} bytes)",
    )
    from bot.dialogue.quiet import quiet_rasa

    begun = time.monotonic()
    quiet_rasa()
    _row("importing Rasa", f"{time.monotonic() - begun:.1f} s")
    asyncio.run(_turns())


if __name__ == "__main__":
    main()
