"""Trains and runs the classifier of `bot.triage` inside Rasa's pipeline: intent, urgency, indicators."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import SentenceEncoder, sentence_vector
from bot.triage.classifier import Classifier
from bot.triage.encoder import encoder
from bot.triage.examples import Example
from bot.triage.understand import understand


def _example(message: Message) -> Example:
    """The labels of a training message (`metadata` of data/nlu)."""
    meta = (message.get("metadata") or {}).get("example") or {}
    return Example(
        text=message.get(TEXT),
        language="",
        intent=message.get(INTENT),
        urgency=meta.get("urgency", "none"),
        indicators=tuple(meta.get("indicators", ())),
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UnderstandingClassifier(GraphComponent):
    """Sets intent, its ranking, urgency, indicators and reasons (`bot.triage.understand`)."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, classifier: Classifier | None = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence encoder goes before."""
        return [SentenceEncoder]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UnderstandingClassifier:
        """An untrained one."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> UnderstandingClassifier:
        """The trained one; a model that cannot be read is an error, never a silent guess."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Classifier.load(folder, encoder()))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that carry an intent."""
        pairs = [
            (_example(message), sentence_vector(message))
            for message in training_data.intent_examples
            if message.get(TEXT)
        ]
        vectors = np.stack([vector for _, vector in pairs if vector is not None])
        self._classifier = Classifier.train([e for e, _ in pairs], encoder(), vectors)
        with self._storage.write_to(self._resource) as folder:
            self._classifier.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Understands each message."""
        if self._classifier is None:
            raise RuntimeError("UnderstandingClassifier is not trained; run `python -m bot train`")
        for message in messages:
            result = understand(message.get(TEXT) or "", self._classifier)
            ranking = [{"name": name, "confidence": share} for name, share in result.ranking]
            intent = {"name": result.intent, "confidence": result.confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("urgency", result.urgency, add_to_output=True)
            message.set("indicators", list(result.indicators), add_to_output=True)
            message.set("reasons", list(result.reasons), add_to_output=True)
        return messages
