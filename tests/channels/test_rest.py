"""Rasa's REST convention (contract/interfaces.md, `HTTP`)."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import httpx
import pytest

from bot.replies.catalogue import say
from tests.channels.conftest import Site

_PATH = "/webhooks/rest/webhook"
_OFFER = "bisa tolong periksa tawaran kerja ini gak, penipuan bukan"
Visit = Callable[..., httpx.Client]


def message(text: str, sender: str | None = None) -> dict[str, str]:
    return {"sender": sender or secrets.token_hex(8), "message": text}


def test_an_answer_is_a_list_of_texts_for_the_sender(visit: Visit) -> None:
    sent = message(_OFFER)
    answer = visit().post(_PATH, json=sent)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    replies = answer.json()
    assert replies
    for reply in replies:
        assert reply["recipient_id"] == sent["sender"]
        assert reply["text"].strip()
        assert set(reply) <= {"recipient_id", "text", "buttons", "image"}
        for button in reply.get("buttons", ()):
            assert set(button) == {"title", "payload"}
    assert say("offer.intro", "id") in "\n".join(reply["text"] for reply in replies)


def test_the_payload_of_a_button_taps_it(visit: Visit) -> None:
    client, sender = visit(), secrets.token_hex(8)
    replies = client.post(_PATH, json=message("halo, saya mau tanya", sender)).json()
    buttons = {b["title"]: b["payload"] for reply in replies for b in reply.get("buttons", ())}
    payload = buttons[say("language.ms", "id")]
    answer = client.post(_PATH, json=message(payload, sender)).json()
    assert say("language.changed", "ms") in "\n".join(reply["text"] for reply in answer)


def test_a_payload_shows_no_intent_and_works_for_nobody_else(visit: Visit) -> None:
    client = visit()
    replies = client.post(_PATH, json=message("halo, saya mau tanya")).json()
    payloads = {b["title"]: b["payload"] for reply in replies for b in reply.get("buttons", ())}
    payload = payloads[say("language.ms", "id")]
    assert not payload.startswith("/")
    assert "change_language" not in payload
    answer = client.post(_PATH, json=message(payload)).json()
    assert say("language.changed", "ms") not in "\n".join(reply["text"] for reply in answer)


def test_two_senders_have_two_conversations(visit: Visit) -> None:
    client = visit()
    first = client.post(_PATH, json=message(_OFFER)).json()
    second = client.post(_PATH, json=message(say("button.check_offer", "en"))).json()
    assert say("offer.intro", "id") in "\n".join(reply["text"] for reply in first)
    assert say("offer.intro", "en") in "\n".join(reply["text"] for reply in second)


@pytest.mark.parametrize(
    "text", ["", "   ", "🙂🙂", "/restart", '/inform{"country": "MY"}', "\x00"]
)
def test_whatever_is_sent_has_an_answer(visit: Visit, text: str) -> None:
    answer = visit().post(_PATH, json=message(text))
    assert answer.status_code == 200
    assert "".join(reply["text"] for reply in answer.json()).strip()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"halo"',
        b'{"message": "halo"}',
        b'{"sender": "a"}',
        b'{"sender": "", "message": "halo"}',
        b'{"sender": 1, "message": "halo"}',
        b'{"sender": "a", "message": null}',
        b"\xff\xfe",
        b"sender=a&message=halo",
    ],
)
def test_a_body_that_is_not_the_convention_is_told_what_to_send(visit: Visit, body: bytes) -> None:
    answer = visit().post(_PATH, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert "sender" in error
    assert "message" in error


def test_a_body_that_is_too_big_is_refused_with_the_limit(visit: Visit) -> None:
    answer = visit().post(_PATH, json=message("a" * 256_000))
    assert answer.status_code == 413
    assert "256000" in answer.json()["error"]


def test_a_long_message_is_answered(visit: Visit) -> None:
    answer = visit().post(_PATH, json=message((_OFFER + ". ") * 200))
    assert answer.status_code == 200
    assert say("too_long", "id") in answer.json()[0]["text"]


def test_only_post_is_allowed(visit: Visit) -> None:
    assert visit().get(_PATH).status_code == 405


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
@pytest.mark.parametrize("value", ["203.0.113.7", "for=203.0.113.7", "127.0.0.1"])
def test_what_a_proxy_passes_on_is_refused(visit: Visit, header: str, value: str) -> None:
    answer = visit().post(_PATH, json=message("halo"), headers={header: value})
    assert answer.status_code == 403
    assert "SUAR_REST" in answer.json()["error"]


def test_switched_on_it_answers_everybody(serve: Callable[..., Site], visit: Visit) -> None:
    client = visit(serve(rest="on"))
    answer = client.post(_PATH, json=message("halo"), headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.status_code == 200
    assert answer.json()


def test_switched_off_it_answers_nobody(serve: Callable[..., Site], visit: Visit) -> None:
    answer = visit(serve(rest="off")).post(_PATH, json=message("halo"))
    assert answer.status_code == 403
    assert "SUAR_REST" in answer.json()["error"]
