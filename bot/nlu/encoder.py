"""The sentence encoder as a dense featurizer of Rasa's."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.settings import ROOT
from bot.triage.encoder import encoder
from bot.triage.vectors import encode_examples

ALIAS = "SentenceEncoder"


def sentence_vector(message: Message) -> NDArray[np.float32] | None:
    """The encoding that `SentenceEncoder` put on a message; None without one."""
    for features in message.features or ():
        if features.origin == ALIAS and features.attribute == TEXT:
            vector: NDArray[np.float32] = np.asarray(features.features, np.float32)[0]
            return vector
    return None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """One vector of 384 a message, meaning in any language (`bot.triage.encoder`)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The name under which the features are found."""
        return {FEATURIZER_CLASS_ALIAS: ALIAS}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Needs nothing but the packaged model."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes all training examples in one batch; long ones may be kept from before."""
        messages = [m for m in training_data.training_examples if m.get(TEXT)]
        texts = [message.get(TEXT) for message in messages]
        _add(messages, encode_examples(texts, encoder(), ROOT / "data" / "nlu" / "vectors.npz"))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes messages as they come."""
        written = [message for message in messages if message.get(TEXT)]
        if written:
            _add(written, encoder().encode([message.get(TEXT) for message in written]))
        return messages


def _add(messages: list[Message], vectors: NDArray[np.float32]) -> None:
    for message, vector in zip(messages, vectors, strict=True):
        message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, ALIAS))
