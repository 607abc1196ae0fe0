"""Messages written by hand for this test, none of which the model has learnt from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import ROOT
from bot.triage.classifier import URGENCIES, Classifier
from bot.triage.examples import read_examples
from bot.triage.understand import Understanding, understand

_FOLDER = Path(__file__).parent / "messages"
_MESSAGES: list[tuple[str, dict[str, Any]]] = [
    (path.stem, message)
    for path in sorted(_FOLDER.glob("*.yml"))
    for message in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def misjudged(message: dict[str, Any], meant: Understanding) -> list[str]:
    """Danger that was missed, or seen where there is none."""
    found = []
    rank = URGENCIES.index(meant.urgency)
    if rank < URGENCIES.index(message.get("least", "none")):
        found.append(f"{meant.urgency} is too low")
    if rank > URGENCIES.index(message.get("most", "emergency")):
        found.append(f"{meant.urgency} is too high")
    return found


def mistaken(message: dict[str, Any], meant: Understanding) -> list[str]:
    """An intent that was taken for another, or a sign that was not seen."""
    found = []
    if message.get("intent") and meant.intent not in message["intent"]:
        found.append(f"taken for {meant.intent}")
    missing = set(message.get("signs", ())) - set(meant.indicators)
    if missing:
        found.append(f"not seen: {missing}")
    return found


@pytest.mark.parametrize(
    ("language", "message"), _MESSAGES, ids=[f"{code}: {m['text']}" for code, m in _MESSAGES]
)
def test_danger_is_seen_where_it_is_and_not_where_it_is_not(
    model: Classifier, language: str, message: dict[str, Any]
) -> None:
    assert not misjudged(message, understand(message["text"], model))


@pytest.mark.parametrize("language", ["id", "ms", "en"])
def test_nine_in_ten_messages_are_understood_as_a_person_would(
    model: Classifier, language: str
) -> None:
    messages = [message for code, message in _MESSAGES if code == language]
    taken = {m["text"]: mistaken(m, understand(m["text"], model)) for m in messages}
    wrong = {text: why for text, why in taken.items() if why}
    assert len(wrong) <= len(messages) // 10, wrong


@pytest.mark.parametrize("language", ["id", "ms", "en"])
def test_there_are_forty_messages_in_each_language(language: str) -> None:
    assert sum(code == language for code, _ in _MESSAGES) >= 38


def test_none_of_the_messages_was_learnt_from() -> None:
    learnt = {example.text.casefold() for example in read_examples(ROOT / "data" / "nlu")}
    assert not {m["text"] for _, m in _MESSAGES if m["text"].casefold() in learnt}


def test_every_sure_emergency_has_reasons_that_staff_can_read(model: Classifier) -> None:
    meant = understand("tolong selamatkan saya", model)
    assert meant.urgency == "emergency"
    assert any(reason.startswith("words: ") for reason in meant.reasons)


@pytest.mark.parametrize("text", ["", " ", "😭", "…", "12345", "\u200b", "a" * 10_000])
def test_whatever_comes_has_a_meaning_of_the_taxonomy(model: Classifier, text: str) -> None:
    meant = understand(text, model).as_json()
    assert meant["text"] == text
    assert meant["urgency"] in URGENCIES
    assert 0 <= meant["intent"]["confidence"] <= 1
