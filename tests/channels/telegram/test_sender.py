"""Sending: what goes out, and what every refusal of Telegram's means."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.telegram.client import open_bot
from bot.channels.telegram.sender import TelegramSender, keyboard
from bot.delivery.messages import Outcome, Outgoing, Sender, Sent
from bot.settings import Settings
from tests.fakes.telegram_api import (
    FakeTelegram,
    Fault,
    Works,
    gibberish,
    refused,
    server_error,
    silence,
    too_many,
)


class Sending:
    """A sender on a loop of its own."""

    def __init__(self, options: Settings, seconds: float = 3.0) -> None:
        self._runner = asyncio.Runner()
        bot = open_bot(options, seconds=seconds)
        self.sender = TelegramSender(bot, staff_chat=options.telegram_staff_chat)

    def send(self, address: int | str, text: str = "halo", number: int = 1, **more: Any) -> Sent:
        message = Outgoing(number, "telegram", str(address), text, **more)
        return self._runner.run(self.sender.send(message))

    def close(self) -> None:
        self._runner.run(self.sender.close())
        self._runner.close()


@pytest.fixture
def sending(options: Settings) -> Iterator[Sending]:
    one = Sending(options)
    yield one
    one.close()


def test_it_is_a_sender(sending: Sending) -> None:
    sender: Sender = sending.sender
    assert (sender.channel, sender.limits.per_second) == ("telegram", 30)
    assert (sender.limits.per_chat_seconds, sender.limits.burst) == (1, 3)


def test_a_bubble_goes_out_protected_and_without_preview(
    api: FakeTelegram, sending: Sending
) -> None:
    ada = api.person()
    result = sending.send(ada.id, "Lihat https://example.org", buttons=(("Ya", "b:1"),))
    (message,) = api.sent_to(ada.id)
    assert result == Sent(Outcome.SENT, (str(message["message_id"]),))
    assert message["has_protected_content"] is True
    assert message["link_preview_options"] == {"is_disabled": True}
    assert message["reply_markup"] == {
        "inline_keyboard": [[{"text": "Ya", "callback_data": "b:1"}]]
    }


def test_markup_in_a_text_is_shown_as_it_is(api: FakeTelegram, sending: Sending) -> None:
    ada = api.person()
    sending.send(ada.id, "<b>*x*_[a](b)&amp;")
    assert api.sent_to(ada.id)[0]["text"] == "<b>*x*_[a](b)&amp;"


def test_a_long_bubble_goes_out_in_parts_with_the_buttons_below_the_last(
    api: FakeTelegram, sending: Sending
) -> None:
    ada = api.person()
    result = sending.send(ada.id, "kata " * 2000, buttons=(("Ya", "b:1"),))
    messages = api.sent_to(ada.id)
    assert len(messages) == len(result.ids) == 3
    assert ["reply_markup" in message for message in messages] == [False, False, True]


def test_parts_that_are_out_are_not_said_again(api: FakeTelegram, sending: Sending) -> None:
    ada = api.person()
    text = "a" * 4000 + "\n" + "b" * 4000
    api.fail("sendMessage", Works(), too_many(2), server_error())
    halfway = sending.send(ada.id, text)
    assert (halfway.outcome, halfway.after, len(halfway.ids)) == (Outcome.RETRY, 2, 1)
    assert sending.send(ada.id, text).outcome is Outcome.RETRY
    assert sending.send(ada.id, "c", number=2).outcome is Outcome.SENT
    whole = sending.send(ada.id, text)
    assert (whole.outcome, len(whole.ids)) == (Outcome.SENT, 2)
    assert [message["text"][0] for message in api.sent_to(ada.id)] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("fault", "outcome", "code"),
    [
        (too_many(9), Outcome.RETRY, "429"),
        (server_error(500), Outcome.RETRY, "NetworkError"),
        (server_error(502), Outcome.RETRY, "NetworkError"),
        (gibberish(status=503), Outcome.RETRY, "NetworkError"),
        (gibberish(), Outcome.RETRY, "TelegramError"),
        (refused(401, "Unauthorized"), Outcome.INCIDENT, "401"),
        (refused(404, "Not Found"), Outcome.INCIDENT, "401"),
        (gibberish(status=403), Outcome.INCIDENT, "403"),
        (refused(403, "Forbidden: bot was blocked by the user"), Outcome.GONE, "blocked"),
        (refused(403, "Forbidden: user is deactivated"), Outcome.GONE, "deactivated"),
        (
            refused(403, "Forbidden: bot can't initiate conversation with a user"),
            Outcome.GONE,
            "never_wrote",
        ),
        (
            refused(403, "Forbidden: bot was kicked from the supergroup chat"),
            Outcome.GONE,
            "removed",
        ),
        (refused(403, "Forbidden: something new"), Outcome.GONE, "forbidden"),
        (refused(400, "Bad Request: chat not found"), Outcome.GONE, "chat_not_found"),
        (refused(400, "Bad Request: PEER_ID_INVALID"), Outcome.GONE, "chat_not_found"),
        (refused(400, "Bad Request: message is too long"), Outcome.REFUSED, "400"),
        (refused(400, "Bad Request: BUTTON_DATA_INVALID"), Outcome.REFUSED, "400"),
    ],
)
def test_every_refusal_has_its_meaning(
    api: FakeTelegram, sending: Sending, fault: Fault, outcome: Outcome, code: str
) -> None:
    ada = api.person()
    api.fail("sendMessage", fault)
    result = sending.send(ada.id)
    assert (result.outcome, result.code) == (outcome, code)
    assert result.after == (9 if code == "429" else None)
    assert sending.send(ada.id, number=2).outcome is Outcome.SENT


def test_somebody_who_has_blocked_the_bot_is_gone(api: FakeTelegram, sending: Sending) -> None:
    ada = api.person()
    ada.blocks()
    assert sending.send(ada.id) == Sent(Outcome.GONE, code="blocked")


def test_a_group_that_has_moved_says_where_to(api: FakeTelegram, sending: Sending) -> None:
    api.migrated[-60] = -10060
    result = sending.send(-60)
    assert (result.outcome, result.moved_to) == (Outcome.RETRY, "-10060")


def test_a_group_is_told_why_and_left(api: FakeTelegram, sending: Sending) -> None:
    group = api.group()
    assert sending.send(group["id"]).outcome is Outcome.SENT
    assert api.left == [group["id"]]


def test_a_group_in_which_the_bot_may_not_write_is_left_too(
    api: FakeTelegram, sending: Sending
) -> None:
    group = api.group()
    words = "Bad Request: not enough rights to send text messages to the chat"
    api.fail("sendMessage", refused(400, words))
    api.fail("leaveChat", server_error())
    assert sending.send(group["id"]).outcome is Outcome.GONE
    assert api.called("leaveChat") == [{"chat_id": str(group["id"])}]


def test_the_staff_group_is_not_left(api: FakeTelegram, sending: Sending) -> None:
    api.known[-777] = {"id": -777, "type": "supergroup", "title": "staff"}
    assert sending.send(-777).outcome is Outcome.SENT
    assert api.left == []


@pytest.mark.parametrize(("after", "arrived"), [(False, 0), (True, 1)])
def test_no_answer_in_time_means_try_again(
    api: FakeTelegram, options: Settings, after: bool, arrived: int
) -> None:
    ada = api.person()
    impatient = Sending(options, seconds=0.3)
    api.fail("sendMessage", silence(after=after))
    result = impatient.send(ada.id)
    impatient.close()
    assert (result.outcome, result.code) == (Outcome.RETRY, "timeout")
    assert len(api.sent_to(ada.id)) == arrived


def test_an_api_that_is_not_there_means_try_again(options: Settings) -> None:
    nowhere = Sending(options.model_copy(update={"telegram_api": "http://127.0.0.1:9"}))
    assert nowhere.send(5).outcome is Outcome.RETRY
    nowhere.close()


def test_a_wrong_token_is_an_incident(api: FakeTelegram, options: Settings) -> None:
    ada = api.person()
    wrong = Sending(options.model_copy(update={"telegram_token": SecretStr("1:wrong")}))
    assert wrong.send(ada.id).outcome is Outcome.INCIDENT
    wrong.close()


def test_what_can_never_be_sent_is_refused_at_once(api: FakeTelegram, sending: Sending) -> None:
    assert sending.send(5, " \n").outcome is Outcome.REFUSED
    assert sending.send("@somebody").outcome is Outcome.REFUSED
    assert api.called("sendMessage") == []


def test_a_button_telegram_would_refuse_is_left_out_and_not_the_message() -> None:
    markup = keyboard((("Ya", "b:1"), ("Lama", "x" * 65), ("", "b:2")))
    assert markup is not None
    assert [b.text for row in markup.inline_keyboard for b in row] == ["Ya"]
    assert keyboard(()) is None
