"""The standard Rasa files agree with what the program says and can do."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from bot.dialogue.nlg import key_of
from bot.replies.catalogue import has, say, spoken
from bot.settings import ROOT
from tests.contract import INDICATORS, INTENTS

_DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
_RULES = [
    rule
    for path in sorted((ROOT / "data" / "stories").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", ())
]


def actions() -> set[str]:
    executor = ActionExecutor()
    executor.register_package("actions")
    return set(executor.actions)


@pytest.mark.parametrize("response", sorted(_DOMAIN["responses"]))
def test_a_response_is_the_english_text_of_the_catalogue(response: str) -> None:
    [variant] = _DOMAIN["responses"][response]
    assert variant["text"] == say(key_of(response), "en")


@pytest.mark.parametrize("response", sorted(_DOMAIN["responses"]))
@pytest.mark.parametrize("language", spoken())
def test_a_response_can_be_said_in_every_language(response: str, language: str) -> None:
    assert has(key_of(response), language)


def test_every_intent_of_the_contract_is_in_the_domain_and_no_other() -> None:
    names = [name for entry in _DOMAIN["intents"] for name in entry]
    assert sorted(names) == sorted(INTENTS)


def test_every_intent_is_answered_by_a_rule() -> None:
    answered = {step.get("intent") for rule in _RULES for step in rule["steps"]}
    assert set(INTENTS) - answered == set()


def test_every_sign_has_a_name_and_a_reason_in_every_language() -> None:
    for sign in INDICATORS:
        for language in spoken():
            assert say(f"explain.{sign}.name", language)
            assert say(f"explain.{sign}.why", language)


def test_every_action_of_the_domain_exists_and_every_action_is_in_the_domain() -> None:
    assert actions() == set(_DOMAIN["actions"])


def test_every_step_of_a_rule_is_something_that_can_be_done() -> None:
    done = {step["action"] for rule in _RULES for step in rule["steps"] if "action" in step}
    known = {*_DOMAIN["actions"], *_DOMAIN["responses"], *_DOMAIN["forms"]}
    assert done - known == set()


def test_no_slot_is_ever_filled_from_what_somebody_types() -> None:
    for name, slot in _DOMAIN["slots"].items():
        assert slot["mappings"] == [{"type": "custom"}], name
        assert slot["influence_conversation"] is False, name
