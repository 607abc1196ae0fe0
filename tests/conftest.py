"""What the tests share: one trained model, one agent, a database of their own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

os.environ["SUAR_VAR"] = tempfile.mkdtemp(prefix="suar-test-")
for name in ("SUAR_DATABASE_URL", "SUAR_MASTER_KEY"):
    os.environ.pop(name, None)

from bot.dialogue.quiet import quiet_rasa  # noqa: E402

quiet_rasa()

from bot.channels.service import Service  # noqa: E402
from bot.delivery.answer import Answerer  # noqa: E402
from bot.delivery.inbox import Inbox  # noqa: E402
from bot.delivery.wake import Waker  # noqa: E402
from bot.delivery.worker import Worker  # noqa: E402
from bot.dialogue.load import load_dialogue  # noqa: E402
from bot.dialogue.turn import Dialogue  # noqa: E402
from bot.settings import settings  # noqa: E402
from bot.store.current import current_store  # noqa: E402
from bot.store.database import Store, open_store  # noqa: E402
from bot.triage.classifier import Classifier  # noqa: E402
from bot.triage.model import classifier  # noqa: E402


@dataclass(frozen=True)
class Assistant(Service):
    """The assistant as it is served, and its dialogue to talk to without a channel."""

    dialogue: Dialogue


@pytest.fixture(scope="session")
def service() -> Iterator[Assistant]:
    """The assistant as it is served: real model, real agent, real SQLite, a worker at the inbox."""
    store, options = current_store(), settings()
    waker = Waker(store.engine)
    worker = Worker(store, Answerer(load_dialogue(options, store)), waker)
    worker.start()
    dialogue = load_dialogue(options, store)
    yield Assistant(Inbox(store, waker.ring), store, options, dialogue)
    worker.stop()


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
