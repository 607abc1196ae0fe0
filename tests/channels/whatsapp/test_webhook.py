from __future__ import annotations

import random
import socket
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.channels.whatsapp.webhook import MOST_BYTES
from tests.channels.whatsapp.conftest import Webhook
from tests.fakes.graph_api import VERIFY_TOKEN, deliver, deliver_storm, deliver_until_taken
from tests.fakes.graph_webhooks import (
    PERSON,
    change,
    envelope,
    message,
    of,
    raw_of,
    signature_of,
    status,
    text,
)


def post(webhook: Webhook, raw: bytes, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(webhook.url, content=raw, headers=named, trust_env=False)


def test_the_handshake_of_meta_is_answered(webhook: Webhook) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158"}
    answer = httpx.get(webhook.url, params=query, trust_env=False)
    assert (answer.status_code, answer.text) == (200, "1158")
    assert answer.headers["content-type"].startswith("text/plain")
    wrong = httpx.get(webhook.url, params=query | {"hub.verify_token": "x"}, trust_env=False)
    assert (wrong.status_code, wrong.text) == (403, "")


def test_a_signed_message_is_stored_before_an_empty_200(webhook: Webhook) -> None:
    answer = deliver(webhook.url, of(text("tolong saya 😟")))
    assert (answer.status_code, answer.content) == (200, b"")
    assert [(one.address, one.text) for one in webhook.stored()] == [(PERSON, "tolong saya 😟")]


@pytest.mark.parametrize("header", [None, "", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "\xff"])
def test_what_is_not_signed_writes_nothing(webhook: Webhook, header: str | None) -> None:
    headers = {} if header is None else {"X-Hub-Signature-256": header.encode("latin-1")}
    answer = httpx.post(
        webhook.url, content=raw_of(of(text("x"))), headers=headers, trust_env=False
    )
    assert answer.status_code == (403 if header else 401)
    assert not webhook.stored()
    assert not webhook.quarantined()


def test_a_signature_of_another_secret_writes_nothing(webhook: Webhook) -> None:
    assert deliver(webhook.url, of(text("x")), secret="guessed").status_code == 403
    assert deliver(webhook.url, b"no json", secret="guessed").status_code == 403
    assert not webhook.stored()
    assert not webhook.quarantined()


def test_signed_and_unreadable_is_kept_aside_and_acknowledged(webhook: Webhook) -> None:
    assert deliver(webhook.url, b"no json at all").status_code == 200
    assert webhook.quarantined() == ["no json at all"]
    assert deliver(webhook.url, b"[" * 50_000).status_code == 200


def test_a_broken_message_costs_its_neighbours_nothing(webhook: Webhook) -> None:
    assert deliver(webhook.url, of(text("a"), {"canary": 1}, text("b"))).status_code == 200
    assert [one.text for one in webhook.stored()] == ["a", "b"]
    assert webhook.quarantined() == ['{"canary": 1}']


def test_statuses_and_empty_webhooks_are_acknowledged(webhook: Webhook) -> None:
    assert deliver(webhook.url, envelope(change(statuses=[status("wamid.1", "sent")])))
    assert deliver(webhook.url, envelope()).status_code == 200
    assert deliver(webhook.url, envelope(change(field="account_update"))).status_code == 200
    assert not webhook.stored()
    assert not webhook.quarantined()


def test_with_the_store_down_meta_is_asked_to_come_again(webhook: Webhook) -> None:
    document, broken = of(text("do not lose me")), b"no json"
    with webhook.store.engine.begin() as connection:
        connection.execute(sql("ALTER TABLE inbox RENAME TO away"))
    assert [deliver(webhook.url, one).status_code for one in (document, broken)] == [503, 503]
    with webhook.store.engine.begin() as connection:
        connection.execute(sql("ALTER TABLE away RENAME TO inbox"))
    assert deliver_until_taken(webhook.url, document) == 1
    assert [one.text for one in webhook.stored()] == ["do not lose me"]


def test_more_than_meta_sends_is_refused_unread(webhook: Webhook) -> None:
    raw = b" " * (MOST_BYTES + 1)
    assert post(webhook, raw, X_Hub_Signature_256=signature_of(raw, "x")).status_code == 413
    chunks = httpx.post(
        webhook.url,
        content=iter([b" " * 1_000_000] * 4),
        headers={"X-Hub-Signature-256": "sha256=x"},
        trust_env=False,
    )
    assert chunks.status_code == 413
    assert not webhook.quarantined()


def test_a_webhook_of_three_megabytes_is_taken(webhook: Webhook) -> None:
    raw = raw_of(of(text("x")))
    raw = raw + b" " * (MOST_BYTES - len(raw))
    assert deliver(webhook.url, raw).status_code == 200
    assert len(webhook.stored()) == 1


def test_a_caller_that_hangs_up_in_the_middle_writes_nothing(webhook: Webhook) -> None:
    host, port = httpx.URL(webhook.url).host, httpx.URL(webhook.url).port
    head = (
        b"POST /webhooks/whatsapp/webhook HTTP/1.1\r\nHost: x\r\n"
        b"X-Hub-Signature-256: sha256=x\r\nContent-Length: 1000\r\n\r\n{"
    )
    with socket.create_connection((host, port or 0)) as connection:
        connection.sendall(head)
    assert deliver(webhook.url, of(text("after"))).status_code == 200
    assert [one.text for one in webhook.stored()] == ["after"]


def test_every_webhook_five_times_shuffled_from_sixteen_threads_is_one_event(
    webhook: Webhook,
) -> None:
    documents = [of(text(f"single {number}")) for number in range(20)]
    documents += [of(*(text(f"batch {n}.{m}") for m in range(3))) for n in range(5)]
    documents += [
        of(message("image", image={"id": str(n), "caption": f"photo {n}"})) for n in range(5)
    ]
    expected = sorted(m for d in documents for m in ids(d))
    statuses = deliver_storm(webhook.url, documents, times=5, threads=16, seed=7)
    assert statuses == [200] * (5 * len(documents))
    assert sorted(one.provider_id for one in webhook.stored()) == expected


def ids(document: dict[str, Any]) -> list[str]:
    values = [change["value"] for entry in document["entry"] for change in entry["changes"]]
    return [one["id"] for value in values for one in value.get("messages", [])]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(max_size=300), seed=st.integers(0, 2**16))
def test_no_signed_body_gives_a_server_error(webhook: Webhook, raw: bytes, seed: int) -> None:
    damaged = bytearray(raw_of(of(text("x"), message("location", location={"latitude": 1}))))
    chance = random.Random(seed)
    for _ in range(4):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    assert deliver(webhook.url, raw).status_code == 200
    assert deliver(webhook.url, bytes(damaged)).status_code == 200
