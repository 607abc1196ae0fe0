"""What is laid out is what Meta takes: judged by the fake's rules, which share no code with Suar."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.layout import Payload, lay_out
from bot.replies.catalogue import say, spoken
from tests.fakes import graph_rules

TITLES = st.text(min_size=0, max_size=90)
TOKENS = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=260
)
BUTTONS = st.lists(st.tuples(TITLES, TOKENS), max_size=35)
LANGUAGES = st.sampled_from(spoken())
WRITTEN = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400)


def buttons(count: int, title: str = "Choice") -> list[tuple[str, str]]:
    return [(f"{title} {number}", f"b:{number:012d}") for number in range(count)]


def kinds(payloads: list[Payload]) -> list[str]:
    return [p["interactive"]["type"] if p["type"] == "interactive" else "text" for p in payloads]


def rows(payloads: list[Payload]) -> list[dict[str, str]]:
    return [
        row
        for payload in payloads
        if payload["type"] == "interactive" and payload["interactive"]["type"] == "list"
        for section in payload["interactive"]["action"]["sections"]
        for row in section["rows"]
    ]


def tokens(payloads: list[Payload]) -> list[str]:
    found = [row["id"] for row in rows(payloads)]
    for payload in payloads:
        for button in payload.get("interactive", {}).get("action", {}).get("buttons", []):
            found.append(button["reply"]["id"])
    return found


@given(WRITTEN, st.integers(1, 30), BUTTONS, LANGUAGES)
def test_meta_takes_whatever_is_laid_out(
    words: str, times: int, choices: list[tuple[str, str]], language: str
) -> None:
    for payload in lay_out(words * times, choices, language):
        graph_rules.check({"messaging_product": "whatsapp", "to": "60123456789", **payload})


@given(WRITTEN, st.integers(1, 30), BUTTONS, LANGUAGES)
def test_nothing_that_was_said_and_no_choice_is_lost(
    words: str, times: int, choices: list[tuple[str, str]], language: str
) -> None:
    payloads = lay_out(words * times, choices, language)
    said = "".join(body(payload) for payload in payloads)
    assert "".join((words * times).split()) in "".join(said.split())
    usable = {token for _, token in choices}
    if all(len(token) <= 200 for token in usable):
        assert sorted(tokens(payloads)) == sorted(usable)
    else:
        assert all("".join(title.split()) in "".join(said.split()) for title, _ in choices)


def body(payload: dict[str, Any]) -> str:
    if payload["type"] == "text":
        return str(payload["text"]["body"])
    return str(payload["interactive"]["body"]["text"])


def test_a_text_alone_is_one_message_without_a_preview_of_its_links() -> None:
    assert lay_out("See kemlu.go.id", (), "id") == [
        {"type": "text", "text": {"body": "See kemlu.go.id", "preview_url": False}}
    ]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, ["button"]), (3, ["button"]), (4, ["list"]), (10, ["list"]), (11, ["list"] * 2),
     (20, ["list"] * 2), (21, ["list"] * 3)],
)  # fmt: skip
def test_buttons_become_buttons_a_list_or_lists(count: int, expected: list[str]) -> None:
    assert kinds(lay_out("What now?", buttons(count), "en")) == expected


def test_further_lists_say_that_they_go_on_and_keep_the_order() -> None:
    payloads = lay_out("What now?", buttons(12), "ms")
    assert [body(p) for p in payloads] == ["What now?", say("whatsapp.more", "ms")]
    assert tokens(payloads) == [token for _, token in buttons(12)]


def test_a_title_too_long_for_a_row_stands_whole_below_it() -> None:
    title = "My documents were taken away"
    assert rows(lay_out("What?", [(title, "b:1")], "en")) == [
        {"id": "b:1", "title": "My documents were taken…", "description": title}
    ]


def test_a_title_of_a_row_that_fits_has_no_description() -> None:
    assert rows(lay_out("What?", [("Twenty-two characters!", "b:1")], "en")) == [
        {"id": "b:1", "title": "Twenty-two characters!"}
    ]


@pytest.mark.parametrize("length", [1025, 4096, 9000])
def test_a_long_text_comes_first_and_the_buttons_below_a_short_one(length: int) -> None:
    payloads = lay_out("word " * (length // 5) + "end", buttons(2), "id")
    assert kinds(payloads)[-1] == "button"
    assert set(kinds(payloads)[:-1]) == {"text"}
    assert body(payloads[-1]) == say("whatsapp.tap", "id")


def test_a_body_of_1024_characters_keeps_its_buttons() -> None:
    assert kinds(lay_out("x" * 1024, buttons(2), "id")) == ["button"]


def test_two_buttons_with_one_title_become_rows() -> None:
    assert kinds(lay_out("What?", [("Yes", "b:1"), ("Yes", "b:2")], "en")) == ["list"]


def test_a_token_that_fits_nowhere_leaves_the_choices_in_words() -> None:
    payloads = lay_out("What?", [("Yes", "x" * 201), ("No", "b:2")], "en")
    assert [body(p) for p in payloads] == ["What?\n\n• Yes\n• No"]


def test_nothing_to_say_gives_no_message() -> None:
    assert lay_out("  \n", (), "en") == []


@pytest.mark.parametrize("language", spoken())
def test_the_labels_of_every_language_fit(language: str) -> None:
    assert len(say("whatsapp.choose", language)) <= 20
    assert len(say("whatsapp.more", language)) <= 1024
    assert len(say("whatsapp.tap", language)) <= 1024
