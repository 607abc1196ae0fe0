"""What the classifier sees of a message: sentence vector, character n-grams and words, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.normal import plain

# char_wb and not word tokens of Rasa's default pattern, which breaks words at Indic vowel signs
# (research/rasa.md section 4).
_SETTINGS: dict[str, dict[str, Any]] = {
    "chars": {"analyzer": "char_wb", "ngram_range": (2, 4)},
    "words": {"token_pattern": r"\S+", "ngram_range": (1, 2)},
}


def _vectorizer(name: str) -> TfidfVectorizer:
    return TfidfVectorizer(
        preprocessor=plain, sublinear_tf=True, min_df=2, dtype=np.float32, **_SETTINGS[name]
    )


class Features:
    """Fitted feature extraction; `state` and `from_state` store it without pickle."""

    def __init__(self, mean: NDArray[np.float32], vectorizers: dict[str, TfidfVectorizer]) -> None:
        self._mean = mean
        self._vectorizers = vectorizers

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: NDArray[np.float32]) -> Features:
        """Learns the vocabulary and the mean sentence vector of the training messages."""
        vectorizers = {name: _vectorizer(name).fit(texts) for name in _SETTINGS}
        return cls(vectors.mean(axis=0), vectorizers)

    def transform(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> csr_matrix:
        """One row a message: centred sentence vector, then TF-IDF of n-grams and words."""
        # e5's vectors all lie in a narrow cone; without its mean they spread and are learnt sooner.
        dense = vectors - self._mean
        dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-6)
        sparse = [self._vectorizers[name].transform(texts) for name in _SETTINGS]
        return hstack([csr_matrix(dense), *sparse], format="csr", dtype=np.float32)

    def names(self) -> list[str]:
        """What each column after the sentence vector is, for explanations; "" for the vector's own."""
        names = [""] * len(self._mean)
        for name in _SETTINGS:
            names += self._vectorizers[name].get_feature_names_out().tolist()
        return names

    def state(self) -> tuple[dict[str, NDArray[Any]], dict[str, list[str]]]:
        """Arrays and vocabularies (in column order) that `from_state` takes back."""
        arrays: dict[str, NDArray[Any]] = {"mean": self._mean}
        vocabularies: dict[str, list[str]] = {}
        for name, vectorizer in self._vectorizers.items():
            arrays[f"idf_{name}"] = vectorizer.idf_.astype(np.float32)
            vocabularies[name] = vectorizer.get_feature_names_out().tolist()
        return arrays, vocabularies

    @classmethod
    def from_state(
        cls, arrays: dict[str, NDArray[Any]], vocabularies: dict[str, list[str]]
    ) -> Features:
        """The features as they were fitted."""
        vectorizers = {}
        for name in _SETTINGS:
            vectorizer = _vectorizer(name)
            vectorizer.vocabulary = {term: i for i, term in enumerate(vocabularies[name])}
            vectorizer._validate_vocabulary()
            vectorizer.idf_ = arrays[f"idf_{name}"]
            vectorizers[name] = vectorizer
        return cls(arrays["mean"], vectorizers)
