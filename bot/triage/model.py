"""Reads the understanding out of the trained Rasa model, without Rasa.

`rasa train` packs everything into one archive; the part of `bot.nlu.classifier` inside it is two
plain files. So there is one model, and triage still works when Rasa does not.
"""

from __future__ import annotations

import tarfile
import tempfile
from functools import lru_cache
from pathlib import Path

from bot.settings import settings
from bot.triage.classifier import ARRAYS, LABELS, Classifier
from bot.triage.encoder import encoder


class ModelMissingError(Exception):
    """There is no trained model; the text says how to make one."""


def load_classifier(archive: Path) -> Classifier:
    """The classifier inside a model archive.

    Raises:
        ModelMissingError: no archive, or one that some other project trained.
    """
    if not archive.exists():
        raise ModelMissingError(f"no trained model at {archive}; run `python -m bot train`")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as tar:
        wanted = [m for m in tar.getmembers() if Path(m.name).name in (ARRAYS, LABELS)]
        if len(wanted) != 2:
            raise ModelMissingError(f"{archive} is not a model of Suar; run `python -m bot train`")
        for member in wanted:
            source = tar.extractfile(member)
            if source:
                (Path(folder) / Path(member.name).name).write_bytes(source.read())
        return Classifier.load(Path(folder), encoder())


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """The classifier of this process, loaded once."""
    return load_classifier(settings().model)
