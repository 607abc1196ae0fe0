from __future__ import annotations

import numpy as np
import pytest

from bot.triage.encoder import encoder


def test_vectors_have_length_one() -> None:
    vectors = encoder().encode(["tolong", "", "x" * 10_000])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-3)


def test_the_same_said_in_another_language_is_nearer_than_something_else() -> None:
    mine, same, other = encoder().encode(
        ["majikan mengambil paspor saya", "my boss took my passport", "what is the weather today"]
    )
    assert mine @ same > mine @ other
