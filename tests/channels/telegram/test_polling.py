"""Long polling confirms only what is stored, and goes on whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest
import structlog
from sqlalchemy import text

from bot.channels.telegram.backoff import pause
from bot.channels.telegram.client import close_bot, open_bot
from bot.channels.telegram.polling import poll
from bot.channels.telegram.updates import AnswerCallback, FollowUp
from bot.delivery.inbox import Inbox
from bot.delivery.messages import Inbound
from bot.settings import Settings
from bot.store.database import Store
from tests.fakes.telegram_api import FakeTelegram, gibberish, refused, server_error, too_many

Stored = Callable[[], list[Inbound]]


class Polling:
    """Polls until a condition of the fake server holds."""

    def __init__(self, api: FakeTelegram, options: Settings, inbox: Inbox) -> None:
        self.api, self.options, self.inbox = api, options, inbox
        self.pauses: list[float] = []
        self.followed: list[FollowUp] = []
        self.heard = 0

    def until(
        self,
        condition: Callable[[], object],
        on_pause: Callable[[int], None] = lambda _count: None,
    ) -> None:
        asyncio.run(self._run(condition, on_pause))

    async def _run(self, condition: Callable[[], object], on_pause: Callable[[int], None]) -> None:
        async def sleep(seconds: float) -> None:
            self.pauses.append(seconds)
            on_pause(len(self.pauses))
            await asyncio.sleep(0)

        def heard() -> None:
            self.heard += 1

        bot = open_bot(self.options, seconds=2)
        polling = asyncio.create_task(
            poll(bot, self.inbox, self.followed.extend, staff_chat="-777", wait=5, heard=heard,
                 sleep=sleep)
        )  # fmt: skip
        waiting = asyncio.create_task(asyncio.to_thread(self.api.until, condition))
        done, _ = await asyncio.wait({polling, waiting}, return_when=asyncio.FIRST_COMPLETED)
        assert polling not in done, polling.exception()
        waiting.result()
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
        await close_bot(bot)


@pytest.fixture
def polling(api: FakeTelegram, options: Settings, inbox: Inbox) -> Polling:
    return Polling(api, options, inbox)


def test_messages_are_stored_and_then_confirmed(
    api: FakeTelegram, polling: Polling, stored: Stored
) -> None:
    ada = api.person()
    for words in ("satu", "dua", "tiga"):
        ada.writes(words)
    polling.until(lambda: not api.pending)
    assert [message.text for message in stored()] == ["satu", "dua", "tiga"]
    assert polling.heard > 0


def test_nothing_is_confirmed_that_is_not_stored(
    api: FakeTelegram, polling: Polling, store: Store, stored: Stored
) -> None:
    def rename(old: str, new: str) -> None:
        with store.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    def mend(pauses: int) -> None:
        assert len(api.pending) == 1, "confirmed although nothing was stored"
        if pauses == 3:
            rename("away", "inbox")

    api.person().writes("tolong")
    rename("inbox", "away")
    polling.until(lambda: not api.pending, on_pause=mend)
    assert [message.text for message in stored()] == ["tolong"]
    assert len(polling.pauses) == 3


def test_an_update_that_cannot_be_read_does_not_stop_those_behind_it(
    api: FakeTelegram, polling: Polling, stored: Stored, quarantined: Callable[[], int]
) -> None:
    ada = api.person()
    api.push("message", {"text": "no chat"})
    # python-telegram-bot's own get_updates would refuse the whole batch for this sticker
    ada.sends(sticker={"emoji": "x"})
    ada.writes("after")
    polling.until(lambda: not api.pending)
    assert [message.kind for message in stored()] == ["sticker", "text"]
    assert quarantined() == 1


def test_errors_are_survived_with_growing_pauses_that_telegram_may_lengthen(
    api: FakeTelegram, polling: Polling, stored: Stored
) -> None:
    ada = api.person()
    ada.writes("x")
    api.fail("deleteWebhook", server_error(500))
    api.fail("getUpdates", server_error(), gibberish(), too_many(30), server_error(503))
    polling.until(lambda: not api.pending)
    assert [message.text for message in stored()] == ["x"]
    assert polling.pauses[3] >= 30
    assert all(p <= 60 for i, p in enumerate(polling.pauses) if i != 3)
    assert len(polling.pauses) == 5


def test_a_webhook_set_before_or_meanwhile_is_taken_away(
    api: FakeTelegram, polling: Polling
) -> None:
    ada = api.person()
    api.webhook.url = "http://127.0.0.1:9/old"
    polling.until(lambda: api.offsets and not api.webhook.url)
    api.fail(
        "getUpdates",
        refused(409, "Conflict: can't use getUpdates method while webhook is active"),
    )
    before = len(api.called("deleteWebhook"))
    ada.writes("x")
    polling.until(lambda: not api.pending)
    assert len(api.called("deleteWebhook")) >= before + 2


def test_a_second_poller_is_explained_to_the_operator(api: FakeTelegram, polling: Polling) -> None:
    ada = api.person()
    api.fail("getUpdates", refused(409, "Conflict: terminated by other getUpdates request"))
    ada.writes("x")
    with structlog.testing.capture_logs() as logs:
        polling.until(lambda: not api.pending)
    (line,) = [entry for entry in logs if entry["event"] == "telegram_polling_conflict"]
    assert "TELEGRAM_BOT_TOKEN" in line["action"]


def test_no_log_line_holds_the_token_or_what_was_written(
    api: FakeTelegram, polling: Polling
) -> None:
    ada = api.person("Canary")
    ada.writes("rahasia-canary")
    api.fail("getUpdates", server_error(), gibberish(), refused(401, "Unauthorized"))
    with structlog.testing.capture_logs() as logs:
        polling.until(lambda: not api.pending)
    assert "telegram_token_refused" in [entry["event"] for entry in logs]
    assert "anary" not in str(logs)
    assert "FAKE-token" not in str(logs)


def test_taps_are_handed_on_to_be_acknowledged(api: FakeTelegram, polling: Polling) -> None:
    query = api.person().taps("b:AbCdEfGhIjKl")["callback_query"]["id"]
    polling.until(lambda: not api.pending)
    assert polling.followed == [AnswerCallback(query)]


def test_what_was_stored_but_not_confirmed_is_not_stored_twice(
    api: FakeTelegram, polling: Polling, inbox: Inbox, stored: Stored
) -> None:
    ada = api.person()
    ada.writes("x")
    taken = inbox.accept
    died = []

    class Killed(BaseException):
        pass

    def accept_and_die(*arguments: object) -> int:
        taken(*arguments)  # type: ignore[arg-type]
        died.append(True)
        ada.writes("y")
        raise Killed

    inbox.accept = accept_and_die  # type: ignore[method-assign]
    with suppress(Killed, AssertionError):
        polling.until(lambda: died)
    assert len(api.pending) == 2, "confirmed before accept had returned"
    assert [message.text for message in stored()] == ["x"]
    inbox.accept = taken  # type: ignore[method-assign]
    polling.until(lambda: not api.pending)
    assert [message.text for message in stored()] == ["x", "y"]


def test_pauses_grow_with_jitter_and_never_undercut_what_is_asked() -> None:
    assert 0.5 <= pause(1) <= 1
    assert 30 <= pause(50) <= 60
    assert 7 <= pause(1, 7) <= 7.5
    assert len({pause(5) for _ in range(20)}) > 10
