"""Wiping deletes what Telegram lets a bot delete, and counts what it does not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.channels.telegram.client import close_bot, open_bot
from bot.channels.telegram.wipe import wipe
from bot.settings import Settings
from tests.fakes.telegram_api import FakeTelegram, Person, refused, server_error, too_many

FRESH, OLD = timedelta(hours=1), timedelta(hours=49)


class Wiping:
    def __init__(self, options: Settings) -> None:
        self._options = options
        self.pauses: list[float] = []

    def __call__(self, chat: int, messages: list[tuple[str, timedelta]]) -> int:
        return asyncio.run(self._run(chat, messages))

    async def _run(self, chat: int, messages: list[tuple[str, timedelta]]) -> int:
        async def sleep(seconds: float) -> None:
            self.pauses.append(seconds)

        bot = open_bot(self._options)
        try:
            return await wipe(bot, str(chat), messages, sleep=sleep)
        finally:
            await close_bot(bot)


@pytest.fixture
def wiping(options: Settings) -> Wiping:
    return Wiping(options)


@pytest.fixture
def ada(api: FakeTelegram) -> Iterator[Person]:
    return api.person()


def _write(ada: Person, count: int) -> list[int]:
    return [ada.writes("x")["message"]["message_id"] for _ in range(count)]


def test_all_that_is_young_goes_in_batches(api: FakeTelegram, ada: Person, wiping: Wiping) -> None:
    numbers = _write(ada, 230)
    assert wiping(ada.id, [(str(n), FRESH) for n in numbers]) == 0
    assert api.deleted == {(ada.id, n) for n in numbers}
    assert len(api.called("deleteMessages")) == 3


def test_what_is_too_old_is_counted_and_not_asked_for(
    api: FakeTelegram, ada: Person, wiping: Wiping
) -> None:
    old = _write(ada, 3)
    api.grow_old(49 * 3600)
    new = _write(ada, 2)
    messages = [(str(n), OLD) for n in old] + [(str(n), FRESH) for n in new]
    assert wiping(ada.id, messages) == 3
    assert api.deleted == {(ada.id, n) for n in new}


def test_one_that_may_not_be_deleted_does_not_save_the_others(
    api: FakeTelegram, ada: Person, wiping: Wiping
) -> None:
    (old,) = _write(ada, 1)
    api.grow_old(49 * 3600)
    new = _write(ada, 5)
    wrong_age = [(str(n), FRESH) for n in (old, *new)]
    assert wiping(ada.id, wrong_age) == 1
    assert api.deleted == {(ada.id, n) for n in new}


def test_what_is_gone_already_does_not_count(
    api: FakeTelegram, ada: Person, wiping: Wiping
) -> None:
    numbers = _write(ada, 3)
    api.deleted.add((ada.id, numbers[0]))
    api.fail("deleteMessages", refused(400, "Bad Request: something"))
    assert wiping(ada.id, [(str(n), FRESH) for n in (*numbers, 999_999)]) == 0


def test_it_waits_when_telegram_asks_for_it(api: FakeTelegram, ada: Person, wiping: Wiping) -> None:
    numbers = _write(ada, 2)
    api.fail("deleteMessages", too_many(5), server_error())
    assert wiping(ada.id, [(str(n), FRESH) for n in numbers]) == 0
    assert wiping.pauses[0] >= 5
    assert len(api.deleted) == 2


def test_what_telegram_never_answers_for_counts_as_kept(
    api: FakeTelegram, ada: Person, wiping: Wiping
) -> None:
    numbers = _write(ada, 2)
    api.fail("deleteMessages", *[server_error()] * 4)
    assert wiping(ada.id, [(str(n), FRESH) for n in numbers]) == 2
