"""What every connector is given."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.agent import load_agent
from bot.dialogue.turn import Dialogue
from bot.settings import Settings
from bot.store.current import current_store
from bot.store.database import Store
from bot.triage.model import load_classifier


@dataclass(frozen=True, slots=True)
class Service:
    """Dialogue, database and settings of a running Suar."""

    dialogue: Dialogue
    store: Store
    settings: Settings


def open_service(settings: Settings) -> Service:
    """Opens the database and loads the model.

    Raises:
        SettingsError: a variable is missing or wrong.
        ModelMissingError: nothing is trained yet.
    """
    store = current_store()
    agent = load_agent(settings.model, store)
    return Service(Dialogue(agent, load_classifier(settings.model), store), store, settings)
