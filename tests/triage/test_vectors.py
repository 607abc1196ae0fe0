from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.settings import ROOT
from bot.triage.classifier import Classifier
from bot.triage.vectors import encode_examples, write_vectors

_KEPT = ROOT / "data" / "nlu" / "vectors.npz"


class Counting:
    """An encoder that counts what it is asked for."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.array([[len(text), text.count("a") + 1, 3.0] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_what_was_kept_is_not_encoded_again_and_what_is_new_is(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    write_vectors(path, ["satu", "dua"], Counting())
    encoder = Counting()
    vectors = encode_examples(["dua", "tiga", "satu"], encoder, path)
    assert encoder.asked == ["tiga"]
    assert np.allclose(vectors, Counting().encode(["dua", "tiga", "satu"]), atol=0.01)


def test_another_encoder_s_vectors_are_not_used(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    write_vectors(path, ["satu"], Counting())
    encoder = Counting("another")
    encode_examples(["satu"], encoder, path)
    assert encoder.asked == ["satu"]


def test_the_vectors_in_the_repository_are_those_of_the_encoder(model: Classifier) -> None:
    text = "paspor saya ditahan majikan sejak bulan pertama dan saya tidak boleh keluar rumah"
    fresh = model.encoder.encode([text])[0]
    with np.load(_KEPT, allow_pickle=False) as kept:
        assert str(kept["encoder"]) == model.encoder.name
        assert kept["vectors"].shape[1] == fresh.shape[0]
