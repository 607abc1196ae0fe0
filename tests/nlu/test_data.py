from __future__ import annotations

import pytest

from bot.language.normal import plain
from bot.settings import ROOT
from bot.triage.classifier import URGENCIES as KNOWN_URGENCIES
from bot.triage.examples import read_examples
from tests.contract import INDICATORS, INTENTS, URGENCIES

_EXAMPLES = read_examples(ROOT / "data" / "nlu")
_LANGUAGES = ("id", "ms", "en")
_SMALL_TALK = {
    "greet", "goodbye", "thank", "affirm", "deny", "ask_help", "bot_challenge", "change_language",
    "stop", "delete_my_data",
}  # fmt: skip
_ASKED_OR_TOLD = [intent for intent in INTENTS if intent not in _SMALL_TALK]


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("intent", _ASKED_OR_TOLD)
def test_what_people_ask_or_tell_has_forty_examples(intent: str, language: str) -> None:
    mine = [e for e in _EXAMPLES if (e.intent, e.language) == (intent, language)]
    assert len(mine) >= 40


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("intent", sorted(_SMALL_TALK))
def test_small_talk_has_twenty_examples(intent: str, language: str) -> None:
    mine = [e for e in _EXAMPLES if (e.intent, e.language) == (intent, language)]
    assert len(mine) >= 20


def test_every_label_is_of_the_taxonomy() -> None:
    assert {e.intent for e in _EXAMPLES} == set(INTENTS)
    assert {e.urgency for e in _EXAMPLES} == set(URGENCIES)
    assert {sign for e in _EXAMPLES for sign in e.indicators} == set(INDICATORS)
    assert KNOWN_URGENCIES == URGENCIES


def test_no_example_is_empty_or_names_a_sign_twice() -> None:
    for example in _EXAMPLES:
        assert plain(example.text)
        assert len(example.indicators) == len(set(example.indicators)), example.text


def test_who_wants_to_die_is_always_an_emergency() -> None:
    mine = [e for e in _EXAMPLES if e.intent == "self_harm"]
    assert [e.text for e in mine if e.urgency != "emergency"] == []


def test_a_missing_child_is_always_an_emergency() -> None:
    mine = [e for e in _EXAMPLES if e.intent == "report_missing" and "underage" in e.indicators]
    assert len(mine) > 30
    assert [e.text for e in mine if e.urgency != "emergency"] == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_messages_are_as_long_and_as_short_as_people_write(language: str) -> None:
    lengths = [len(e.text.split()) for e in _EXAMPLES if e.language == language]
    assert min(lengths) <= 2
    assert max(lengths) >= 30
