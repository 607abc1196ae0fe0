"""Loads the Rasa agent with our own stores, texts and in-process actions."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain

from bot.dialogue.actions_endpoint import InProcessActions, skip_result_schema
from bot.dialogue.nlg import CatalogueNLG
from bot.dialogue.quiet import quiet_rasa
from bot.dialogue.tracker_store import EncryptedTrackerStore
from bot.replies.help import help_text
from bot.store.database import Store
from bot.triage.model import ModelMissingError


def load_agent(model: Path, store: Store) -> Agent:
    """The agent of a trained model.

    Raises:
        ModelMissingError: there is no model; the text says how to make one.
    """
    if not model.exists():
        raise ModelMissingError(f"no trained model at {model}; run `python -m bot train`")
    quiet_rasa()
    skip_result_schema()
    return Agent.load(
        model_path=str(model),
        generator=CatalogueNLG(),
        tracker_store=EncryptedTrackerStore(Domain.empty(), store),
        lock_store=InMemoryLockStore(),
        action_endpoint=InProcessActions("actions", help_text),
    )
