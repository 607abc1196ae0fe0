"""The learnt part: one linear model a question (intent, urgency, each indicator) over shared features.

Linear, because it trains in seconds, answers in under a millisecond, and every decision can be
taken apart into the words that carried it. Stored as .npz and JSON, never pickle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.triage.encoder import Encoder
from bot.triage.examples import Example
from bot.triage.features import Features

URGENCIES = ("none", "concern", "urgent", "emergency")
"""From contract/taxonomy.yml, in rising order."""

_STRENGTH = {"intent": 20.0, "urgency": 10.0, "indicators": 10.0}
_EMERGENCY_WEIGHT = {"none": 1.0, "concern": 1.0, "urgent": 1.5, "emergency": 2.0}
_TOLERANCE = 1e-3  # half the time of the default, the same answers on the training set
_FEWEST_FOR_INDICATOR = 5
ARRAYS, LABELS = "understanding.npz", "understanding.json"


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities of one message, by name."""

    intents: dict[str, float]
    urgencies: dict[str, float]
    indicators: dict[str, float]


@dataclass(frozen=True)
class _Head:
    labels: list[str]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, row: csr_matrix) -> NDArray[np.float32]:
        result: NDArray[np.float32] = (row @ self.weights.T)[0] + self.bias
        return result


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    result: NDArray[np.float32] = powers / powers.sum()
    return result


def _fit(
    matrix: csr_matrix, answers: Sequence[Any], strength: float, **options: Any
) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=400, tol=_TOLERANCE, **options).fit(
        matrix, answers
    )


def _head(model: LogisticRegression) -> _Head:
    weights = np.asarray(model.coef_, dtype=np.float32)
    bias = np.asarray(model.intercept_, dtype=np.float32)
    return _Head([str(label) for label in model.classes_], weights, bias)


class Classifier:
    """Understands single messages; made by `train`, stored by `save`, read back by `load`."""

    def __init__(self, encoder: Encoder, features: Features, heads: dict[str, _Head]) -> None:
        self.encoder = encoder
        self._features = features
        self._heads = heads

    @classmethod
    def train(
        cls, examples: Sequence[Example], encoder: Encoder, vectors: NDArray[np.float32]
    ) -> Classifier:
        """Learns from labelled messages; `vectors` are their encodings, in the same order."""
        texts = [example.text for example in examples]
        features = Features.fit(texts, vectors)
        matrix = features.transform(texts, vectors)
        heads = {
            "intent": _head(_fit(matrix, [e.intent for e in examples], _STRENGTH["intent"])),
            "urgency": _head(
                _fit(
                    matrix,
                    [e.urgency for e in examples],
                    _STRENGTH["urgency"],
                    class_weight=_EMERGENCY_WEIGHT,
                )
            ),
        }
        labels, weights, biases = [], [], []
        for indicator in sorted({i for e in examples for i in e.indicators}):
            present = [indicator in e.indicators for e in examples]
            if sum(present) < _FEWEST_FOR_INDICATOR:
                continue
            one = _fit(matrix, present, _STRENGTH["indicators"])
            labels.append(indicator)
            weights.append(one.coef_[0])
            biases.append(one.intercept_[0])
        heads["indicators"] = _Head(
            labels, np.asarray(weights, np.float32), np.asarray(biases, np.float32)
        )
        return cls(encoder, features, heads)

    def scores(self, text: str, vector: NDArray[np.float32] | None = None) -> Scores:
        """Probabilities for one message; `vector` is its encoding where it is already known."""
        if vector is None:
            vector = self.encoder.encode([text])[0]
        row = self._features.transform([text], vector[None, :])
        intent, urgency, indicators = (
            self._heads[name] for name in ("intent", "urgency", "indicators")
        )
        present = 1 / (1 + np.exp(-indicators.logits(row)))
        return Scores(
            dict(zip(intent.labels, _softmax(intent.logits(row)).tolist(), strict=True)),
            dict(zip(urgency.labels, _softmax(urgency.logits(row)).tolist(), strict=True)),
            dict(zip(indicators.labels, present.tolist(), strict=True)),
        )

    def save(self, folder: Path) -> None:
        """Writes `understanding.npz` and `understanding.json` into the folder."""
        arrays, vocabularies = self._features.state()
        for name, head in self._heads.items():
            arrays[f"{name}_weights"] = head.weights.astype(np.float16)
            arrays[f"{name}_bias"] = head.bias
        np.savez_compressed(folder / ARRAYS, **arrays)
        labels = {name: head.labels for name, head in self._heads.items()}
        document = {"encoder": self.encoder.name, "labels": labels, "vocabularies": vocabularies}
        (folder / LABELS).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> Classifier:
        """Reads what `save` wrote.

        Raises:
            ValueError: it was trained with another encoder; `python -m bot train --force` mends it.
        """
        document = json.loads((folder / LABELS).read_text(encoding="utf-8"))
        if document["encoder"] != encoder.name:
            raise ValueError(
                f"the model was trained with {document['encoder']}, this is {encoder.name}; "
                "run `python -m bot train --force`"
            )
        with np.load(folder / ARRAYS, allow_pickle=False) as stored:
            arrays = dict(stored)
        heads = {
            name: _Head(
                labels, arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_bias"]
            )
            for name, labels in document["labels"].items()
        }
        return cls(encoder, Features.from_state(arrays, document["vocabularies"]), heads)
