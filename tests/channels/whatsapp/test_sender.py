from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.whatsapp.account import Account
from bot.channels.whatsapp.sender import WAITS, WhatsAppSender
from bot.delivery.messages import Outcome, Outgoing, Sent
from tests.fakes.graph_api import FakeGraphApi, Fault
from tests.fakes.graph_webhooks import PERSON, PHONE

SECONDS = httpx.Timeout(10.0)


def bubble(text: str = "Halo", address: str = PERSON, **fields: Any) -> Outgoing:
    return Outgoing(**{"id": 1, "channel": "whatsapp", "address": address, "text": text,
                       "language": "id", "attempts": 1, **fields})  # fmt: skip


@pytest.fixture
async def sender(whatsapp_account: Account) -> AsyncIterator[WhatsAppSender]:
    made = WhatsAppSender(whatsapp_account, SECONDS)
    yield made
    await made.close()


async def test_a_bubble_is_sent_and_its_id_comes_back(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    result = await sender.send(bubble("Halo", buttons=(("Menu", "b:1"),)))
    assert result == Sent(Outcome.SENT, ids=(graph.accepted[0][0],))
    assert graph.bodies()[0]["interactive"]["body"] == {"text": "Halo"}


async def test_a_user_id_goes_into_recipient_and_a_phone_number_into_to(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    await sender.send(bubble(address=PERSON))
    await sender.send(bubble(address=PHONE))
    first, second = graph.bodies()
    assert (first["recipient"], "to" in first) == (PERSON, False)
    assert (second["to"], "recipient" in second) == (PHONE, False)


async def test_a_long_bubble_goes_out_in_parts_in_order(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    result = await sender.send(bubble("kata " * 2000, buttons=(("Menu", "b:1"),)))
    assert result.ids == tuple(wamid for wamid, _, _ in graph.accepted)
    assert [body["type"] for body in graph.bodies()] == ["text", "text", "text", "interactive"]


async def test_after_a_fault_in_the_middle_only_the_rest_is_said(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    graph.fail(None, Fault(code=130429))
    message = bubble("kata " * 2000)
    first = await sender.send(message)
    assert (first.outcome, len(first.ids)) == (Outcome.RETRY, 1)
    second = await sender.send(replace(message, attempts=2))
    assert second.outcome is Outcome.SENT
    assert second.ids == tuple(wamid for wamid, _, _ in graph.accepted)
    said = " ".join(body["text"]["body"] for body in graph.bodies())
    assert said.split() == ["kata"] * 2000


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(code=131056), Outcome.RETRY),
        (Fault(status=429, headers={"Retry-After": "7"}), Outcome.RETRY),
        (Fault(status=503), Outcome.RETRY),
        (Fault(code=131026), Outcome.GONE),
        (Fault(code=190), Outcome.INCIDENT),
        (Fault(code=131042), Outcome.INCIDENT),
        (Fault(code=131051), Outcome.REFUSED),
        (Fault(status=200, body=b"<html>a captive portal"), Outcome.INCIDENT),
        (Fault(status=301, headers={"Location": "http://127.0.0.1:9/"}), Outcome.INCIDENT),
        (Fault(status=200, body=b"[" * 100_000), Outcome.INCIDENT),
    ],
)
async def test_every_answer_has_its_outcome(
    sender: WhatsAppSender, graph: FakeGraphApi, fault: Fault, outcome: Outcome
) -> None:
    graph.fail(fault)
    assert (await sender.send(bubble())).outcome is outcome
    assert not graph.accepted


async def test_a_wrong_token_or_number_is_an_incident(whatsapp_account: Account) -> None:
    for wrong in (
        replace(whatsapp_account, token=SecretStr("expired")),
        replace(whatsapp_account, phone_number_id="999"),
    ):
        async with open_sender(wrong) as sender:
            assert (await sender.send(bubble())).outcome is Outcome.INCIDENT


@contextlib.asynccontextmanager
async def open_sender(account: Account, **options: Any) -> AsyncIterator[WhatsAppSender]:
    made = WhatsAppSender(account, **{"timeout": SECONDS, **options})
    try:
        yield made
    finally:
        await made.close()


async def test_silence_after_accepting_is_tried_again(
    whatsapp_account: Account, graph: FakeGraphApi
) -> None:
    graph.fail(Fault(hang_after_accepting=True))
    async with open_sender(whatsapp_account, timeout=httpx.Timeout(5.0, read=0.2)) as sender:
        result = await sender.send(bubble())
    assert (result.outcome, result.code) == (Outcome.RETRY, "ReadTimeout")
    assert len(graph.accepted) == 1


async def test_a_server_that_is_away_is_tried_again(whatsapp_account: Account) -> None:
    async with open_sender(replace(whatsapp_account, api="http://127.0.0.1:9")) as sender:
        assert (await sender.send(bubble())).outcome is Outcome.RETRY


@pytest.mark.parametrize("address", ["", "no user id", "\x00", "0"])
async def test_an_address_that_is_none_is_refused(
    sender: WhatsAppSender, graph: FakeGraphApi, address: str
) -> None:
    assert (await sender.send(bubble(address=address))).outcome is Outcome.REFUSED
    assert not graph.accepted


async def test_an_empty_bubble_is_refused_without_a_request(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    assert await sender.send(bubble(" ")) == Sent(Outcome.REFUSED, code="empty")
    assert graph.requests == 0


# after the 24 hours


def template_of(language: str) -> dict[str, Any]:
    return {"name": "suar_reply", "language": {"code": language}}


@pytest.mark.parametrize("language", ["id", "ms", "en"])
async def test_after_24_hours_the_template_goes_out_and_the_reply_waits(
    sender: WhatsAppSender, graph: FakeGraphApi, language: str
) -> None:
    result = await sender.send(bubble("secret", window_open=False, language=language))
    assert (result.outcome, result.code) == (Outcome.RETRY, WAITS)
    assert [body["template"] for body in graph.bodies("template")] == [template_of(language)]
    assert "secret" not in repr(graph.accepted)


async def test_a_window_that_meta_says_is_closed_is_closed(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    graph.window_closed.add(PERSON)
    result = await sender.send(bubble("secret"))
    assert (result.outcome, result.code) == (Outcome.RETRY, WAITS)
    assert [body["type"] for body in graph.bodies()] == ["template"]


async def test_the_reply_goes_out_when_the_person_has_written_again(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    await sender.send(bubble(window_open=False))
    assert (await sender.send(bubble(attempts=2))).outcome is Outcome.SENT
    assert [body["type"] for body in graph.bodies()] == ["template", "text"]


async def test_the_template_goes_out_once_a_day_at_most(
    whatsapp_account: Account, graph: FakeGraphApi
) -> None:
    hours = 0.0
    async with open_sender(whatsapp_account, clock=lambda: hours * 3600) as sender:
        for attempt in range(1, 6):
            result = await sender.send(bubble(window_open=False, attempts=attempt))
            assert result.code == WAITS
            hours += 4.0
        assert len(graph.accepted) == 1
        hours = 25.0
        await sender.send(bubble(window_open=False))
    assert len(graph.accepted) == 2


async def test_waiting_looks_soon_at_first_and_spans_a_day(sender: WhatsAppSender) -> None:
    waits = [
        (await sender.send(bubble(window_open=False, attempts=attempt))).after or 0
        for attempt in range(1, 13)
    ]
    assert waits[0] <= 120
    assert waits == sorted(waits)
    assert sum(waits) > 24 * 3600


async def test_a_template_that_is_not_approved_is_an_incident_and_the_reply_is_kept(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    graph.templates.clear()
    assert (await sender.send(bubble(window_open=False))).outcome is Outcome.INCIDENT
    graph.templates.add(("suar_reply", "id"))
    assert (await sender.send(bubble(window_open=False))).code == WAITS


async def test_who_is_gone_is_gone_for_the_template_too(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    graph.unreachable.add(PERSON)
    assert (await sender.send(bubble(window_open=False))).outcome is Outcome.GONE


# read, and limits


async def test_a_message_is_shown_as_read_and_suar_as_writing(
    sender: WhatsAppSender, graph: FakeGraphApi
) -> None:
    assert await sender.mark_read("wamid.1")
    assert await sender.mark_read("wamid.2", typing=True)
    assert [body["message_id"] for body in graph.read] == ["wamid.1", "wamid.2"]
    assert "typing_indicator" in graph.read[1]
    graph.fail(Fault(status=500))
    assert not await sender.mark_read("wamid.3")


def test_the_limits_are_those_of_a_new_number() -> None:
    limits = WhatsAppSender.limits
    assert (limits.per_second, limits.per_chat_seconds, limits.burst) == (80, 6, 10)
