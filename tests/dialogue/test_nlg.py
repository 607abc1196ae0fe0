from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.nlg import CatalogueNLG, key_of
from bot.replies.catalogue import say
from bot.replies.menus import menu
from bot.settings import ROOT

_DOMAIN = Domain.load(str(ROOT / "domain.yml"))


async def said(response: str, **slots: str) -> dict[str, object] | None:
    events = [SlotSet(name, value) for name, value in slots.items()]
    tracker = DialogueStateTracker.from_events("c1", events, _DOMAIN.slots)
    return await CatalogueNLG().generate(response, tracker, "suar")


@pytest.mark.parametrize(
    ("response", "key"),
    [
        ("utter_bot_challenge", "bot_challenge"),
        ("utter_thank", "thank"),
    ],
)
def test_a_response_has_its_key_in_the_catalogue(response: str, key: str) -> None:
    assert key_of(response) == key


@pytest.mark.parametrize("language", ["id", "ms", "en"])
async def test_a_response_is_said_in_the_language_of_the_person(language: str) -> None:
    answer = await said("utter_bot_challenge", language=language)
    assert answer is not None
    assert answer["text"] == say("bot_challenge", language)
    assert answer["buttons"] == [
        {"title": button.title, "payload": button.payload()}
        for button in menu("utter_bot_challenge", language)
    ]
    assert answer["buttons"]


async def test_a_text_that_does_not_exist_is_nothing() -> None:
    assert await said("utter_no_such_text") is None
