"""A tiny classifier, really trained, stored and read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.triage.classifier import ARRAYS, LABELS, Classifier
from bot.triage.encoder import encoder
from bot.triage.examples import Example
from bot.triage.model import ModelMissingError, load_classifier

_TAKEN = "majikan ambil paspor saya"
_FINE = "terima kasih banyak ya"
_EXAMPLES = [
    *(
        Example(f"{_TAKEN} {more}", "id", "disclose_exploitation", urgency, signs)
        for more, urgency, signs in (
            ("kemarin", "urgent", ("retention_of_documents",)),
            ("dan gaji", "urgent", ("retention_of_documents",)),
            ("lagi", "urgent", ("retention_of_documents",)),
            ("terus saya dipukul", "emergency", ("retention_of_documents", "isolation")),
            ("sudah lama", "urgent", ("retention_of_documents",)),
        )
    ),
    *(
        Example(f"{_FINE} {more}", "id", "thank", urgency, ())
        for more, urgency in (
            ("kak", "none"),
            ("pak", "none"),
            ("bu", "none"),
            ("mas", "concern"),
            ("semua", "none"),
        )
    ),
    *(
        Example(f"visa kerja {more} syaratnya apa", "id", "ask_visa", "none", ())
        for more in ("taiwan", "hongkong", "jepang", "korea", "brunei")
    ),
]


@pytest.fixture(scope="module")
def trained() -> Classifier:
    vectors = encoder().encode([example.text for example in _EXAMPLES])
    return Classifier.train(_EXAMPLES, encoder(), vectors)


def test_it_has_learnt_what_it_was_shown(trained: Classifier) -> None:
    scores = trained.scores(f"{_TAKEN} tadi")
    assert max(scores.intents, key=scores.intents.__getitem__) == "disclose_exploitation"
    assert scores.indicators["retention_of_documents"] > 0.5
    thanks = trained.scores("terima kasih ya")
    assert max(thanks.intents, key=thanks.intents.__getitem__) == "thank"


def test_the_shares_of_all_intents_and_of_all_urgencies_make_one(trained: Classifier) -> None:
    scores = trained.scores("apa saja")
    assert sum(scores.intents.values()) == pytest.approx(1, abs=1e-4)
    assert sum(scores.urgencies.values()) == pytest.approx(1, abs=1e-4)
    assert set(scores.urgencies) == {"none", "concern", "urgent", "emergency"}


def test_a_sign_seen_only_once_is_not_learnt(trained: Classifier) -> None:
    assert "isolation" not in trained.scores(_TAKEN).indicators


def test_what_was_stored_says_the_same_when_read_back(trained: Classifier, tmp_path: Path) -> None:
    trained.save(tmp_path)
    read = Classifier.load(tmp_path, encoder())
    for text in (_TAKEN, _FINE, "", "sesuatu yang lain"):
        before, after = trained.scores(text), read.scores(text)
        assert after.intents == pytest.approx(before.intents, abs=0.01)
        assert after.urgencies == pytest.approx(before.urgencies, abs=0.01)
        assert after.indicators == pytest.approx(before.indicators, abs=0.01)


def test_it_is_stored_without_pickle(trained: Classifier, tmp_path: Path) -> None:
    trained.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {ARRAYS, LABELS}
    with np.load(tmp_path / ARRAYS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays)
    assert json.loads((tmp_path / LABELS).read_text())["encoder"] == encoder().name


class _OtherEncoder:
    name = "another-encoder-1.0"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((len(texts), 384), np.float32)


def test_a_model_of_another_encoder_is_refused_and_the_mend_is_named(
    trained: Classifier, tmp_path: Path
) -> None:
    trained.save(tmp_path)
    with pytest.raises(ValueError, match=r"python -m bot train --force"):
        Classifier.load(tmp_path, _OtherEncoder())


def test_without_a_model_the_command_that_makes_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"python -m bot train"):
        load_classifier(tmp_path / "none.tar.gz")
