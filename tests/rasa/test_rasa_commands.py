"""What every Rasa user expects to work in the project's environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

from bot.settings import ROOT, settings

_RASA = Path(sys.executable).parent / "rasa"


def rasa(*arguments: str) -> str:
    """Runs a rasa command; fails with its last lines where it fails."""
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [_RASA, *arguments], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output[-3000:]
    return output


def test_rasa_finds_nothing_wrong_with_the_data() -> None:
    rasa("data", "validate", "--fail-on-warnings")


def test_the_stories_go_as_they_are_written(tmp_path: Path) -> None:
    rasa(
        "test",
        "core",
        "--model",
        str(settings().model),
        "--stories",
        str(ROOT / "tests" / "rasa" / "test_stories.yml"),
        "--out",
        str(tmp_path),
        "--fail-on-prediction-errors",
    )
    failed = yaml.safe_load((tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8"))
    assert not (failed or {}).get("stories")
