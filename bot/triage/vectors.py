"""Encodings of the long training examples, kept beside them: they are two thirds of a training's time.

data/nlu/vectors.npz is made by tools/build_vectors.py and can be left out or be old: whatever is not in
it, or was made by another encoder, is encoded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.triage.encoder import Encoder

LONG = 60
"""Characters from which an example's encoding is kept."""


def key_of(text: str) -> np.uint64:
    """A text's place in the file."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return np.frombuffer(digest, np.uint64)[0]


def write_vectors(path: Path, texts: Sequence[str], encoder: Encoder) -> None:
    """Encodes the texts and keeps them, a byte a dimension."""
    vectors = encoder.encode(texts)
    scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
    np.savez_compressed(
        path,
        encoder=np.array(encoder.name),
        keys=np.array([key_of(text) for text in texts], np.uint64),
        scale=scale.astype(np.float32),
        vectors=np.round(vectors / scale).astype(np.int8),
    )


def encode_examples(texts: Sequence[str], encoder: Encoder, path: Path) -> NDArray[np.float32]:
    """One row a text: kept encodings where there are, fresh ones else."""
    known: dict[int, NDArray[np.float32]] = {}
    if path.exists():
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["encoder"]) == encoder.name:
                vectors = kept["vectors"].astype(np.float32) * kept["scale"]
                known = dict(zip(kept["keys"].tolist(), vectors, strict=True))
    keys = [int(key_of(text)) for text in texts]
    fresh = [number for number, key in enumerate(keys) if key not in known]
    encoded: Sequence[NDArray[np.float32]] = (
        list(encoder.encode([texts[number] for number in fresh])) if fresh else []
    )
    for number, vector in zip(fresh, encoded, strict=True):
        known[keys[number]] = vector
    return np.stack([known[key] for key in keys])
