"""Whatever comes is answered, and nobody can set anything by typing it."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from sqlalchemy import select

from bot.dialogue.tracker_store import EncryptedTrackerStore
from bot.replies.catalogue import say
from bot.replies.help import help_text
from bot.replies.menus import menu
from bot.replies.reply import Button
from bot.settings import ROOT
from bot.store.conversations import bubbles
from bot.store.models import Case, Conversation
from tests.conftest import Assistant
from tests.talk import Person

_LANGUAGES = ("id", "ms", "en")


def conversation_id(service: Assistant, person: Person) -> str:
    return service.store.keys.pseudonym("test", person.address)


async def slots(service: Assistant, person: Person) -> dict[str, Any]:
    """What the dialogue knows of a person, but for the language."""
    trackers = EncryptedTrackerStore(Domain.load(str(ROOT / "domain.yml")), service.store)
    tracker = await trackers.retrieve(conversation_id(service, person))
    known = tracker.current_slot_values() if tracker else {}
    ignored = ("language", "fallbacks", "last_topic", "session_started_metadata")
    return {name: value for name, value in known.items() if value and name not in ignored}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "?", "…", "👍", "🌸🌸🌸"])
@pytest.mark.parametrize("language", _LANGUAGES)
async def test_a_message_without_words_is_answered_with_what_can_be_done(
    service: Assistant, language: str, text: str
) -> None:
    person = Person(service, language)
    assert say("empty", language) in await person.say(text)
    assert say("button.danger", language) in person.buttons


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("id", "saya mau tanya syarat dokumen kerja ke taiwan gimana ya kak "),
        ("ms", "saya nak tanya dokumen apa yang perlu kalau nak kerja kat sana "),
        ("en", "i would like to ask which papers i need to work over there "),
    ],
)
async def test_ten_thousand_characters_are_answered_and_it_is_said_that_they_were_cut(
    service: Assistant, language: str, sentence: str
) -> None:
    person = Person(service, language)
    answer = await person.say(sentence * (10_000 // len(sentence) + 1))
    assert answer.startswith(say("too_long", language))
    assert len(person.heard) >= 2


async def test_danger_at_the_head_of_a_very_long_message_is_seen(service: Assistant) -> None:
    person = Person(service, "en")
    answer = await person.say("he has a gun and wants to kill me " + "please " * 2000)
    assert " 999" in answer
    assert say("too_long", "en") in answer


@pytest.mark.parametrize("text", ["Привет, как дела", "مرحبا", "안녕하세요", "asdf qwer zxcv", "0"])
async def test_a_language_nobody_here_speaks_is_answered(service: Assistant, text: str) -> None:
    person = Person(service, "en")
    assert await person.say(text)
    assert person.buttons


@pytest.mark.parametrize(
    "text",
    [
        '/inform{"answer": "KH"}',
        '/inform{"country": "KH"}',
        '/ask_hotline{"answer": "KH"}',
        '/thank{"quiz_step": 3}',
        '/thank{"offer_fee": "asked"}',
        '/urgent_help{"urgency": "emergency"}',
        "/session_start",
        "/restart",
        "/slot{}",
        "/",
    ],
)
async def test_a_typed_command_sets_nothing(service: Assistant, text: str) -> None:
    person = Person(service, "en")
    assert await person.say(text)
    known = await slots(service, person)
    assert "country" not in known
    assert "quiz_step" not in known
    assert "offer_fee" not in known
    assert known.get("urgency") != "emergency"
    with service.store.transaction() as session:
        kept = session.get_one(Conversation, conversation_id(service, person))
        assert kept.country is None
        assert not kept.language_chosen


async def test_a_typed_command_does_not_answer_an_open_question(service: Assistant) -> None:
    person = Person(service, "en")
    await person.say("delete everything i wrote here")
    assert say("button.delete", "en") in person.buttons
    await person.say('/affirm{"answer": "delete"}')
    assert say("delete.done", "en") not in person.last
    with service.store.transaction() as session:
        said = bubbles(session, service.store, conversation_id(service, person))
    assert said[0].text == "delete everything i wrote here"


async def test_a_restart_typed_by_hand_does_not_wipe_the_conversation(service: Assistant) -> None:
    person = Person(service, "en")
    await person.say("number to call in malaysia")
    before = await slots(service, person)
    assert before["country"] == "MY"
    await person.say("/restart")
    assert (await slots(service, person))["country"] == "MY"


async def test_the_button_of_another_person_is_answered_and_does_nothing(
    service: Assistant,
) -> None:
    somebody, other = Person(service, "en"), Person(service, "en")
    await somebody.say("delete everything i wrote here")
    token = next(
        token
        for bubble in somebody.heard
        for title, token in bubble.buttons
        if title == say("button.delete", "en")
    )
    await other.say("good morning")
    assert await other.say(token)
    assert say("delete.done", "en") not in other.last
    with service.store.transaction() as session:
        for person in (somebody, other):
            assert bubbles(session, service.store, conversation_id(service, person))


@pytest.mark.parametrize("language", _LANGUAGES)
async def test_an_action_that_breaks_is_answered_with_numbers(
    service: Assistant, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def broken() -> None:
        raise RuntimeError("kenari")

    person = Person(service, language)
    question = {"id": "siapa yang bayar biaya penempatan", "ms": "siapa kena bayar yuran ejen"}
    monkeypatch.setattr("actions.answers.answers", broken)
    answer = await person.say(question.get(language, "who pays the placement fee"))
    assert help_text(language) in answer
    assert "RuntimeError" not in answer
    assert "kenari" not in answer
    monkeypatch.undo()
    assert help_text(language) not in await person.say(
        question.get(language, "who pays the placement fee")
    )


@pytest.mark.parametrize("language", _LANGUAGES)
async def test_when_rasa_breaks_the_numbers_are_given_and_the_next_message_is_answered(
    service: Assistant, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    async def broken(_message: object) -> None:
        raise RuntimeError("kenari")

    person = Person(service, language)
    with monkeypatch.context() as patch:
        patch.setattr(service.dialogue._agent, "handle_message", broken)
        answer = await person.say("👋 1955?")
        assert help_text(language) in answer
        assert "kenari" not in answer
        assert say("button.person", language) in person.buttons
    assert help_text(language) not in await person.say("menu")


async def test_an_emergency_is_answered_and_a_case_opened_while_rasa_is_broken(
    service: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    person = Person(service, "id")
    monkeypatch.setattr(service.dialogue._agent, "handle_message", broken)
    monkeypatch.setattr(service.dialogue, "_tracker", broken)
    answer = await person.say("tolong selamatkan saya di malaysia")
    assert " 999" in answer
    with service.store.transaction() as session:
        query = select(Case).where(Case.conversation_id == conversation_id(service, person))
        case = session.scalars(query).one()
    assert case.number in answer
    assert case.urgency == "emergency"


async def test_the_turns_of_one_person_never_overlap(
    service: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, most = 0, 0
    handle = service.dialogue._agent.handle_message

    async def counted(message: object) -> object:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)  # the others may go on here, if they can
        try:
            return await handle(message)
        finally:
            inside -= 1

    person = Person(service, "en")
    monkeypatch.setattr(service.dialogue._agent, "handle_message", counted)
    texts = [f"good morning {number}" for number in range(4)]
    turns = (service.dialogue.turn("test", person.address, text) for text in texts)
    answers = await asyncio.gather(*turns)
    assert all(answers)
    assert most == 1
    with service.store.transaction() as session:
        said = bubbles(session, service.store, conversation_id(service, person))
    assert [bubble.text for bubble in said if bubble.inbound] == texts
    for before, after in pairwise(said):
        assert not (before.inbound and after.inbound)


@pytest.mark.parametrize("button", menu("main", "en"), ids=lambda button: button.intent)
async def test_every_button_of_the_menu_can_be_tapped(service: Assistant, button: Button) -> None:
    person = Person(service, "en")
    await person.say("menu")
    assert await person.tap(button.title)
    assert help_text("en") not in person.last
    assert say("fallback.menu", "en") not in person.last
