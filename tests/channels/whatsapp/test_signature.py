from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.channels.whatsapp.signature import challenge_of, is_signed, sign

SECRET = SecretStr("app-secret")
BODY = b'{"text":"\\u00e9 \\/ \\ud83d\\ude00"}'


def test_the_signature_is_the_hmac_of_the_raw_bytes() -> None:
    digest = hmac.new(b"app-secret", BODY, hashlib.sha256).hexdigest()
    assert sign(BODY, SECRET) == f"sha256={digest}"
    assert is_signed(BODY, f"sha256={digest}", SECRET)


def test_the_same_json_in_other_bytes_is_not_signed() -> None:
    assert not is_signed('{"text":"é / 😀"}'.encode(), sign(BODY, SECRET), SECRET)


@given(st.text())
def test_no_header_that_was_not_made_with_the_secret_passes(header: str) -> None:
    assert not is_signed(BODY, header, SECRET)
    assert not is_signed(BODY, "sha256=" + header, SECRET)


def test_a_signature_of_another_app_does_not_pass() -> None:
    assert not is_signed(BODY, sign(BODY, SecretStr("another")), SECRET)


def test_an_empty_secret_signs_nothing() -> None:
    assert not is_signed(BODY, sign(BODY, SecretStr("")), SecretStr(""))


QUERY = {"hub.mode": "subscribe", "hub.verify_token": "ours", "hub.challenge": "1158201444"}


def test_the_handshake_gives_the_challenge_back() -> None:
    assert challenge_of(QUERY, SecretStr("ours")) == "1158201444"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hub.verify_token": "theirs"},
        {"hub.verify_token": ""},
        {"hub.verify_token": "ourş"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 201},
        {"hub.challenge": "a\nb"},
    ],
)
def test_a_handshake_with_something_wrong_gives_nothing_back(wrong: dict[str, str]) -> None:
    assert challenge_of(QUERY | wrong, SecretStr("ours")) is None


def test_an_empty_verify_token_opens_to_nobody() -> None:
    assert challenge_of(QUERY | {"hub.verify_token": ""}, SecretStr("")) is None
