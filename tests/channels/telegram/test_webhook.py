"""The webhook: stored before 200, nothing written without the secret, never a body, never a 5xx but 503."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.channels.telegram.updates import AnswerCallback, FollowUp
from bot.channels.telegram.webhook import HEADER, MOST_BYTES, PATH, webhook_route
from bot.delivery.inbox import Inbox
from bot.delivery.messages import Inbound
from bot.store.database import Store
from tests.channels.telegram.hook import serving
from tests.channels.telegram.updates_corpus import KINDS, tap, update, written

SECRET = "s3cret_-"
Stored = Callable[[], list[Inbound]]


@pytest.fixture
def followed() -> list[FollowUp]:
    return []


@pytest.fixture
def client(inbox: Inbox, followed: list[FollowUp]) -> Iterator[httpx.Client]:
    route = webhook_route(inbox, SECRET, followed.extend, staff_chat="-777")
    with serving(route) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def post(client: httpx.Client, raw: object, secret: str | None = SECRET) -> httpx.Response:
    body = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    headers = {} if secret is None else {HEADER: secret}
    return client.post(PATH, content=body, headers=headers)


def test_a_message_is_stored_and_the_answer_is_empty(client: httpx.Client, stored: Stored) -> None:
    answer = post(client, written("saya dikurung"))
    assert (answer.status_code, answer.content) == (200, b"")
    (found,) = stored()
    assert (found.text, found.address) == ("saya dikurung", "501")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "\xe9"])
def test_without_the_secret_nothing_is_written(
    client: httpx.Client, stored: Stored, quarantined: Callable[[], int], secret: str | None
) -> None:
    headers = {} if secret is None else {HEADER: secret.encode("latin-1")}
    for body in (json.dumps(written("x")).encode(), b"no json"):
        answer = client.post(PATH, content=body, headers=headers)
        assert (answer.status_code, answer.content) == (401, b"")
    assert stored() == []
    assert quarantined() == 0


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe", b"{", b"[]", b"null", b"{}", b'{"update_id": 1, "message": {}}',
     b"[" * 100_000, b"9" * 10_000, b"x" * (MOST_BYTES + 10)],
)  # fmt: skip
def test_what_is_signed_but_unreadable_is_kept_and_taken(
    client: httpx.Client, stored: Stored, quarantined: Callable[[], int], raw: bytes
) -> None:
    answer = post(client, raw)
    assert (answer.status_code, answer.content) == (200, b"")
    assert stored() == []
    assert quarantined() == 1


def test_while_the_database_is_down_telegram_is_asked_to_come_again(
    client: httpx.Client, store: Store, stored: Stored
) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    for raw in (written("tolong"), b"no json"):
        answer = post(client, raw)
        assert (answer.status_code, answer.content) == (503, b"")
        assert answer.headers["retry-after"] == "2"
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO inbox"))
    assert post(client, written("tolong")).status_code == 200
    assert [found.text for found in stored()] == ["tolong"]


def test_a_tap_is_acknowledged_beside_the_request(
    client: httpx.Client, stored: Stored, followed: list[FollowUp]
) -> None:
    assert post(client, tap()).status_code == 200
    assert followed == [AnswerCallback("q1")]
    assert stored()[0].text == "b:AbCdEfGhIjKl"


def test_every_update_five_times_shuffled_from_16_threads_is_stored_once(
    client: httpx.Client, stored: Stored
) -> None:
    once = [raw | {"update_id": n} for n, (raw, _) in enumerate(KINDS.values(), 1)]
    often = once * 5
    random.Random(7).shuffle(often)
    with ThreadPoolExecutor(16) as pool:
        statuses = set(pool.map(lambda raw: post(client, raw).status_code, often))
    assert statuses == {200}
    found = [message.provider_id for message in stored()]
    assert len(found) == len(set(found)) == len(once)


def test_only_post_is_taken(client: httpx.Client) -> None:
    assert client.get(PATH, headers={HEADER: SECRET}).status_code == 405


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(sorted(KINDS)), st.text(), _ANY, st.integers(0, 10**9))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_signed_makes_it_fail(
    client: httpx.Client, name: str, field: str, value: object, number: int
) -> None:
    raw = json.loads(json.dumps(KINDS[name][0])) | {"update_id": number}
    inner = next(part for part in raw.values() if isinstance(part, dict))
    inner[field] = value
    answer = post(client, raw)
    assert (answer.status_code, answer.content) == (200, b"")
    assert post(client, update(field or "x", value, number)).status_code == 200
