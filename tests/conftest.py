"""What the tests share: one trained model, one agent, a database of their own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["SUAR_VAR"] = tempfile.mkdtemp(prefix="suar-test-")
for name in ("SUAR_DATABASE_URL", "SUAR_MASTER_KEY"):
    os.environ.pop(name, None)

from bot.dialogue.quiet import quiet_rasa  # noqa: E402

quiet_rasa()

from bot.channels.service import Service, open_service  # noqa: E402
from bot.settings import settings  # noqa: E402
from bot.store.database import Store, open_store  # noqa: E402
from bot.triage.classifier import Classifier  # noqa: E402
from bot.triage.model import classifier  # noqa: E402


@pytest.fixture(scope="session")
def service() -> Service:
    """The assistant as it is served: real model, real agent, real SQLite."""
    return open_service(settings())


@pytest.fixture(scope="session")
def model() -> Classifier:
    """The trained classifier."""
    return classifier()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database."""
    options = settings().model_copy(
        update={"var": tmp_path, "database_url": f"sqlite:///{tmp_path / 'suar.db'}"}
    )
    opened = open_store(options)
    yield opened
    opened.engine.dispose()
