from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.replies.reply import Button, Reply
from bot.store.buttons import is_token, issue, meaning
from bot.store.conversations import find_or_create
from bot.store.database import Store
from bot.store.models import ButtonToken

_YES = Button("Ya", "affirm", "send")
_MENU = Button("Menu", "ask_help")


def person(store: Store, address: str) -> str:
    with store.transaction() as session:
        return find_or_create(session, store, "test", address).id


def show(store: Store, key: str, *buttons: Button) -> list[str]:
    with store.transaction() as session:
        [row] = issue(session, key, [Reply("?", buttons)])
    return [token for _, token in row]


def meant(store: Store, key: str, text: str) -> Button | None:
    with store.transaction() as session:
        return meaning(session, key, text)


def test_a_tapped_button_means_what_it_was_shown_for(store: Store) -> None:
    key = person(store, "a")
    yes, menu = show(store, key, _YES, _MENU)
    assert meant(store, key, yes) == _YES
    assert meant(store, key, menu) == _MENU


def test_a_token_says_nothing_of_what_it_means(store: Store) -> None:
    [token] = show(store, person(store, "a"), _YES)
    assert is_token(token)
    assert "affirm" not in token
    assert "send" not in token


def test_the_button_of_somebody_else_means_nothing(store: Store) -> None:
    [token] = show(store, person(store, "a"), _YES)
    assert meant(store, person(store, "b"), token) is None


@pytest.mark.parametrize(
    "text", ["b:AAAAAAAAAAAA", "b:short", "/affirm", '/affirm{"answer":"send"}']
)
def test_an_invented_token_or_command_means_nothing(store: Store, text: str) -> None:
    key = person(store, "a")
    show(store, key, _YES)
    assert meant(store, key, text) is None


def test_a_title_typed_out_counts_for_the_buttons_shown_last(store: Store) -> None:
    key = person(store, "a")
    show(store, key, _YES)
    assert meant(store, key, " yA ") == _YES
    show(store, key, _MENU)
    assert meant(store, key, "Ya") is None
    assert meant(store, key, "menu") == _MENU


def test_a_typed_title_of_somebody_elses_buttons_means_nothing(store: Store) -> None:
    show(store, person(store, "a"), _YES)
    assert meant(store, person(store, "b"), "Ya") is None


def test_an_older_button_still_works_and_a_very_old_one_is_gone(store: Store) -> None:
    key = person(store, "a")
    [first] = show(store, key, _YES)
    for _ in range(29):
        show(store, key, _MENU)
    assert meant(store, key, first) == _YES
    show(store, key, _MENU)
    assert meant(store, key, first) is None
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(ButtonToken)) == 30


def test_two_buttons_never_share_a_token(store: Store) -> None:
    tokens = show(store, person(store, "a"), *[_MENU] * 50)
    assert len(set(tokens)) == 50
