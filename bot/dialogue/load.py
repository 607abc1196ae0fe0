"""Makes the dialogue of this process: Rasa's agent and the classifier of the same model."""

from __future__ import annotations

from bot.dialogue.agent import load_agent
from bot.dialogue.turn import Dialogue
from bot.settings import Settings
from bot.store.database import Store
from bot.triage.model import load_classifier


def load_dialogue(settings: Settings, store: Store) -> Dialogue:
    """Loads the trained model.

    Raises:
        ModelMissingError: nothing is trained yet.
    """
    agent = load_agent(settings.model, store)
    return Dialogue(agent, load_classifier(settings.model), store)
