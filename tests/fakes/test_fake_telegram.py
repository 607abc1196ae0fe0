"""The fake Bot API, proved by a client that is not ours: python-telegram-bot."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.request import HTTPXRequest

from tests.fakes.telegram_api import (
    TOKEN,
    FakeTelegram,
    gibberish,
    refused,
    server_error,
    silence,
    too_many,
)


@pytest.fixture
def api() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running


def _talk(api: FakeTelegram, use: Callable[[Bot], Awaitable[None]], token: str = TOKEN) -> None:
    """Runs a conversation of python-telegram-bot with the server."""

    async def run() -> None:
        quick = HTTPXRequest(read_timeout=0.4)
        async with Bot(token, base_url=f"{api.url}/bot", request=quick) as bot:
            await use(bot)

    asyncio.run(run())


def test_the_client_initialises_against_it(api: FakeTelegram) -> None:
    async def use(bot: Bot) -> None:
        assert (await bot.get_me()).username == "suar_bot"

    _talk(api, use)


def test_a_wrong_token_is_refused_as_telegram_does(api: FakeTelegram) -> None:
    async def use(_bot: Bot) -> None:
        raise AssertionError("initialised with a wrong token")

    with pytest.raises(InvalidToken):
        _talk(api, use, token="1:wrong")


def test_updates_are_parsed_by_the_client_and_stay_until_confirmed(api: FakeTelegram) -> None:
    ada = api.person("Ada", "id")
    ada.writes("halo")
    ada.sends(location={"latitude": 3.1, "longitude": 101.6})
    ada.taps("b:token")
    ada.blocks()

    async def use(bot: Bot) -> None:
        first = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
        again = await bot.get_updates()
        assert [u.update_id for u in first] == [u.update_id for u in again]
        hello, place, tap, blocked = first
        assert hello.message is not None
        assert hello.message.text == "halo"
        assert place.message is not None
        assert place.message.location is not None
        assert tap.callback_query is not None
        assert tap.callback_query.data == "b:token"
        assert blocked.my_chat_member is not None
        assert blocked.my_chat_member.new_chat_member.status == "kicked"
        rest = await bot.get_updates(offset=tap.update_id)
        assert [u.update_id for u in rest] == [tap.update_id, blocked.update_id]
        assert await bot.get_updates(offset=blocked.update_id + 1) == ()

    _talk(api, use)
    assert api.pending == []


def test_a_negative_offset_keeps_the_last_ones(api: FakeTelegram) -> None:
    ada = api.person()
    for number in range(5):
        ada.writes(str(number))

    async def use(bot: Bot) -> None:
        left = await bot.get_updates(offset=-2)
        assert [u.message.text for u in left if u.message] == ["3", "4"]

    _talk(api, use)


def test_a_long_poll_returns_when_something_comes(api: FakeTelegram) -> None:
    ada = api.person()

    async def use(bot: Bot) -> None:
        poll = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.to_thread(api.until, lambda: api.offsets)
        ada.writes("now")
        (update,) = await asyncio.wait_for(poll, 5)
        assert update.message is not None

    _talk(api, use)


def test_two_polls_at_once_conflict(api: FakeTelegram) -> None:
    async def use(bot: Bot) -> None:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.to_thread(api.until, lambda: api.offsets)
        async with Bot(TOKEN, base_url=f"{api.url}/bot") as other:  # a client polls one at a time
            await other.get_updates()
        with pytest.raises(Conflict):
            await first

    _talk(api, use)


def test_polling_beside_a_webhook_conflicts(api: FakeTelegram) -> None:
    async def use(bot: Bot) -> None:
        await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s")
        assert (await bot.get_webhook_info()).url.endswith("/hook")
        with pytest.raises(Conflict):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()

    _talk(api, use)


def test_messages_are_sent_with_what_belongs_to_them(api: FakeTelegram) -> None:
    ada = api.person()
    below = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="b:1")]])

    async def use(bot: Bot) -> None:
        message = await bot.send_message(ada.id, "{halo}", reply_markup=below, protect_content=True)
        assert message.text == "{halo}"
        assert message.has_protected_content
        assert message.reply_markup == below

    _talk(api, use)
    assert len(api.sent_to(ada.id)) == 1


def test_it_refuses_what_telegram_refuses(api: FakeTelegram) -> None:
    ada, old_group = api.person(), api.group(add=False)
    api.migrated[old_group["id"]] = -1001234
    long_token = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="b" * 65)]])

    async def use(bot: Bot) -> None:
        with pytest.raises(BadRequest, match="too long"):
            await bot.send_message(ada.id, "\U0001f600" * 2049)
        with pytest.raises(BadRequest, match="empty"):
            await bot.send_message(ada.id, " ")
        with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
            await bot.send_message(ada.id, "x", reply_markup=long_token)
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.send_message(42, "x")
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(old_group["id"], "x")
        assert moved.value.new_chat_id == -1001234
        ada.blocks()
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(ada.id, "x")

    _talk(api, use)
    assert api.sent == []


def test_faults_come_on_demand_and_in_order(api: FakeTelegram) -> None:
    ada = api.person()
    api.fail("sendMessage", too_many(7), server_error(), refused(403, "Forbidden: whatever"))
    api.fail("sendMessage", silence(), silence(after=True), gibberish(status=502))

    async def use(bot: Bot) -> None:
        for error in (RetryAfter, NetworkError, Forbidden, TimedOut, TimedOut, NetworkError):
            with pytest.raises(error):
                await bot.send_message(ada.id, "x")
        await bot.send_message(ada.id, "x")

    _talk(api, use)
    assert len(api.sent_to(ada.id)) == 2, "the second silence came after the message was taken"


def test_only_messages_of_the_last_48_hours_can_be_deleted(api: FakeTelegram) -> None:
    ada = api.person()
    old = ada.writes("old")["message"]["message_id"]
    api.grow_old(49 * 3600)
    new = [ada.writes("new")["message"]["message_id"] for _ in range(3)]

    async def use(bot: Bot) -> None:
        assert await bot.delete_message(ada.id, new[0])
        with pytest.raises(BadRequest, match="not found"):
            await bot.delete_message(ada.id, new[0])
        with pytest.raises(BadRequest, match="can't be deleted"):
            await bot.delete_message(ada.id, old)
        with pytest.raises(BadRequest):
            await bot.delete_messages(ada.id, [*new, old])
        assert await bot.delete_messages(ada.id, [*new, 999_999])

    _talk(api, use)
    assert api.deleted == {(ada.id, number) for number in new}


def test_commands_and_descriptions_are_kept_by_language(api: FakeTelegram) -> None:
    async def use(bot: Bot) -> None:
        await bot.set_my_commands([("menu", "Pilihan")], language_code="id")
        (command,) = await bot.get_my_commands(language_code="id")
        assert (command.command, command.description) == ("menu", "Pilihan")
        assert await bot.get_my_commands() == ()
        await bot.set_my_description("Halo", language_code="id")
        assert (await bot.get_my_description("id")).description == "Halo"
        await bot.set_my_short_description("Hai")
        assert (await bot.get_my_short_description()).short_description == "Hai"

    _talk(api, use)


def test_a_tap_can_be_answered_once(api: FakeTelegram) -> None:
    ada = api.person()
    query = ada.taps("b:1")["callback_query"]["id"]

    async def use(bot: Bot) -> None:
        assert await bot.answer_callback_query(query)
        with pytest.raises(BadRequest, match=r"(?i)too old"):
            await bot.answer_callback_query(query)

    _talk(api, use)
    assert api.answered == [query]


def test_a_group_can_be_left(api: FakeTelegram) -> None:
    group = api.group()

    async def use(bot: Bot) -> None:
        assert await bot.leave_chat(group["id"])
        with pytest.raises(Forbidden, match="not a member"):
            await bot.send_message(group["id"], "x")

    _talk(api, use)
