from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.crypto import DecryptionError, Keys

_KEYS = Keys(bytes(range(32)))


@settings(derandomize=True, deadline=None, database=None)
@given(st.text())
def test_whatever_was_written_is_read_back(text: str) -> None:
    assert _KEYS.decrypt(_KEYS.encrypt(text, "chat_message:1"), "chat_message:1") == text


def test_the_words_cannot_be_seen_in_the_envelope() -> None:
    assert "paspor" not in _KEYS.encrypt("paspor", "chat_message:1")


def test_the_same_words_never_look_the_same_twice() -> None:
    assert _KEYS.encrypt("tolong", "case.summary:1") != _KEYS.encrypt("tolong", "case.summary:1")


def test_a_value_moved_to_another_row_is_not_read() -> None:
    sealed = _KEYS.encrypt("tolong", "chat_message:1")
    with pytest.raises(DecryptionError, match="chat_message:2"):
        _KEYS.decrypt(sealed, "chat_message:2")


def test_a_value_of_another_key_is_not_read_and_the_key_is_named() -> None:
    sealed = _KEYS.encrypt("tolong", "chat_message:1")
    with pytest.raises(DecryptionError, match="SUAR_MASTER_KEY"):
        Keys(os.urandom(32)).decrypt(sealed, "chat_message:1")


def test_a_value_that_was_changed_is_not_read() -> None:
    sealed = _KEYS.encrypt("tolong", "chat_message:1")
    at = len(sealed) // 2 + 5
    changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
    with pytest.raises(DecryptionError):
        _KEYS.decrypt(changed, "chat_message:1")


@pytest.mark.parametrize("stored", ["", "tolong", "v1.x", "a.b.c.d", "v2.00000000.AAAA"])
def test_what_is_no_envelope_is_not_read(stored: str) -> None:
    with pytest.raises(DecryptionError):
        _KEYS.decrypt(stored, "chat_message:1")


def test_a_person_has_one_pseudonym_on_a_channel_and_another_on_the_next() -> None:
    mine = _KEYS.pseudonym("telegram", "6281234567890")
    assert mine == _KEYS.pseudonym("telegram", "6281234567890")
    assert mine != _KEYS.pseudonym("whatsapp", "6281234567890")
    assert mine != Keys(os.urandom(32)).pseudonym("telegram", "6281234567890")
    assert len(mine) == 32
