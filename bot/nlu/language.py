"""Says which language a message is in."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.identify import identify


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Sets `language` and `language_confidence` on the message (`bot.language.identify`)."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Needs nothing."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training needs no language: the model is one for all."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Marks each message."""
        for message in messages:
            guess = identify(message.get(TEXT) or "")
            message.set("language", guess.language, add_to_output=True)
            message.set("language_confidence", guess.confidence, add_to_output=True)
        return messages
