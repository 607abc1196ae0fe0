"""Marks a message that was not understood with Rasa's own `nlu_fallback`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import UnderstandingClassifier
from bot.triage.confidence import FALLBACK, is_understood


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CarefulFallback(GraphComponent):
    """Rasa's FallbackClassifier, but for what is urgent: a disclosure is never "not understood"."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The classifier goes before."""
        return [UnderstandingClassifier]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CarefulFallback:
        """Thresholds live in `bot.triage.confidence`, where parse and dialogue use them too."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Replaces the intent where the classifier is not sure."""
        for message in messages:
            intent = message.get(INTENT) or {}
            ranking = [(r["name"], r["confidence"]) for r in message.get("intent_ranking") or []]
            if not is_understood(intent.get("name") or "", ranking, message.get("urgency")):
                fallback = {"name": FALLBACK, "confidence": 1.0}
                message.set(INTENT, fallback, add_to_output=True)
        return messages
