"""Updates become messages: every kind, whatever is broken in them, and nothing that is not ours."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram.updates import (
    AnswerCallback,
    Leave,
    StaffJoined,
    UnreadableUpdateError,
    read_update,
)
from bot.delivery.messages import Inbound, Kind
from bot.replies.catalogue import say
from tests.channels.telegram.updates_corpus import (
    ADA,
    BOT,
    FILE,
    GROUP,
    KINDS,
    PLACE,
    PRIVATE,
    member,
    membership,
    message,
    sent,
    tap,
    update,
    written,
)


def only(raw: dict[str, Any], **options: Any) -> Inbound:
    (found,), _ = read_update(raw, **options)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_becomes_a_message(name: str) -> None:
    raw, kind = KINDS[name]
    found = only(raw)
    assert found.kind == kind
    assert found.channel == "telegram"
    assert found.address in ("501", "-60")
    assert found.provider_id == f"42:{found.address}"


@pytest.mark.parametrize(
    "name", sorted(KINDS.keys() - {"new_update", "story"})
)  # unknown to the library
def test_python_telegram_bot_sees_the_same_chat_and_words(name: str) -> None:
    raw, kind = KINDS[name]
    theirs = Update.de_json(copy.deepcopy(raw))
    ours = only(raw)
    assert theirs.effective_chat is not None
    assert ours.address == str(theirs.effective_chat.id)
    if name in ("text", "edited"):
        assert theirs.effective_message is not None
        assert ours.text == theirs.effective_message.text
    if kind == "photo":
        assert theirs.effective_message is not None
        assert ours.text == theirs.effective_message.caption
    if kind == "button":
        assert theirs.callback_query is not None
        assert ours.text == theirs.callback_query.data


def test_the_language_of_the_app_comes_along() -> None:
    assert only(written("x")).extra["language"] == "id"
    for code, language in (("zh-hans", "zh"), ("pt-BR", "pt"), ("in", "id"), ("fil", "tl")):
        person = ADA | {"language_code": code}
        assert only(sent(text="x", **{"from": person})).extra["language"] == language
    for code in ("", "x", "english", 7, None):
        person = ADA | {"language_code": code}
        assert "language" not in only(sent(text="x", **{"from": person})).extra


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("/menu", "button.menu"),
        ("/help", "button.danger"),
        ("/language", "button.language"),
        ("/stop", "button.stop"),
        ("/delete", "button.delete_data"),
        ("/DELETE@suar_bot ", "button.delete_data"),
    ],
)
def test_a_command_is_words_in_the_language_of_the_app(command: str, key: str) -> None:
    for language, said in (("id", "id"), ("ms", "ms"), ("en", "en"), ("fr", "en")):
        raw = sent(text=command, **{"from": ADA | {"language_code": language}})
        found = only(raw)
        assert (found.kind, found.text) == (Kind.TEXT, say(key, said))


@pytest.mark.parametrize("text", ["/inform{}", "/unknown", "/", "//", "/ menu", "/menü", "a /menu"])
def test_anything_else_that_begins_with_a_slash_is_plain_text(text: str) -> None:
    found = only(written(text))
    assert (found.kind, found.text) == (Kind.TEXT, text)


def test_what_is_written_after_a_command_is_not_lost() -> None:
    assert only(written("/help they took my passport")).text == "help they took my passport"
    found = only(written("/start tolong saya dikurung"))
    assert (found.kind, found.text) == (Kind.TEXT, "tolong saya dikurung")


def test_a_start_carries_the_payload_and_its_language() -> None:
    plain = only(written("/start"))
    assert (plain.kind, plain.text, plain.extra["payload"]) == (Kind.START, "", "")
    poster = only(written("/start poster12_ms"))
    assert (poster.extra["payload"], poster.extra["language"]) == ("poster12_ms", "ms")
    assert only(written("/start@suar_bot poster12")).extra["language"] == "id"


def test_a_contact_keeps_neither_name_nor_number() -> None:
    raw, _ = KINDS["contact"]
    kept = str(only(raw))
    assert "Canary" not in kept
    assert "60123456789" not in kept


def test_a_location_says_where_and_whether_it_is_live() -> None:
    still = only(sent(location=PLACE))
    assert (still.extra["latitude"], still.extra["live"]) == (3.139, False)
    assert only(sent(location=PLACE | {"live_period": 60})).extra["live"] is True
    moved = only(update("edited_message", message(location=PLACE)))
    assert (moved.extra["live"], moved.extra["edited"]) == (True, True)
    nowhere = only(sent(location={"latitude": "x", "longitude": float("inf")}))
    assert (nowhere.kind, nowhere.extra["latitude"]) == (Kind.LOCATION, None)
    assert nowhere.extra["longitude"] is None


def test_what_surrounds_a_message_comes_along() -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    found = only(written("iklan", forward_origin=origin, reply_to_message=message(text="a")))
    assert found.extra["forwarded"] is True
    assert found.extra["reply_to"] == "7"
    assert found.extra["message_id"] == "7"
    assert "edited" not in found.extra
    assert only(written("x", forward_date=5)).extra["forwarded"] is True
    photo = only(sent(photo=[FILE], media_group_id="album1"))
    assert (photo.extra["album"], photo.extra["file"]) == ("album1", "AgAC")
    assert only(tap()).extra["reply_to"] == "7"


def test_a_tapped_button_is_acknowledged() -> None:
    assert read_update(tap())[1] == [AnswerCallback("q1")]
    messages, follow_ups = read_update(tap(chat=GROUP))
    assert (messages, follow_ups) == ([], [AnswerCallback("q1")])


def test_blocking_and_unblocking_are_told_apart() -> None:
    assert only(membership(PRIVATE, "member", "kicked")).extra == {"blocked": True}
    assert only(membership(PRIVATE, "kicked", "member")).extra == {"blocked": False}
    assert only(membership(GROUP, "member", "left")).extra == {"blocked": True}


def test_a_promotion_in_a_group_is_no_second_addition() -> None:
    assert read_update(membership(GROUP, "member", "administrator")) == ([], [])


def test_a_channel_is_left_without_a_word() -> None:
    channel = {"id": -1005, "type": "channel", "title": "c"}
    assert read_update(membership(channel, "left", "administrator")) == ([], [Leave("-1005")])
    assert read_update(membership(channel, "administrator", "left")) == ([], [])


def test_the_staff_group_is_neither_answered_nor_left() -> None:
    for raw in (update("message", message(GROUP, text="x")), membership(GROUP, "left", "member")):
        assert read_update(raw, staff_chat="-60") == ([], [])


def test_somebody_who_joins_the_staff_group_is_noticed() -> None:
    joined = {"chat": GROUP, "from": ADA, "date": 1, "new_chat_member": member("member")}
    gone = joined | {"new_chat_member": member("left")}
    assert read_update(update("chat_member", joined), staff_chat="-60")[1] == [StaffJoined()]
    assert read_update(update("chat_member", gone), staff_chat="-60") == ([], [])
    assert read_update(update("chat_member", joined)) == ([], [])


@pytest.mark.parametrize(
    "raw",
    [
        update("channel_post", message({"id": -1, "type": "channel"}, text="x")),
        update("business_message", message(text="x")),
        update("message_reaction", {"chat": PRIVATE, "message_id": 1}),
        update("inline_query", {"id": "1", "from": ADA, "query": "x", "offset": ""}),
        update("poll", {"id": "1"}),
        update("hologram", {"chat": GROUP}),
        update("hologram", [PRIVATE]),
        {"update_id": 1},
        sent(pinned_message=message(text="x")),
        sent(message_auto_delete_timer_changed={"message_auto_delete_time": 1}),
        update("message", message(GROUP, new_chat_members=[BOT])),
        sent(text="I am a bot", **{"from": BOT}),
    ],
)
def test_what_nobody_wrote_to_us_is_passed_over(raw: dict[str, Any]) -> None:
    assert read_update(raw) == ([], [])


def test_a_chat_whose_type_is_missing_is_told_by_its_number() -> None:
    assert only(sent(text="x", chat={"id": 5})).kind is Kind.TEXT
    assert only(sent(text="x", chat={"id": -5})).kind is Kind.GROUP
    assert only(sent(text="x", chat=None)).address == "501"


def test_half_characters_and_nuls_do_not_reach_the_database() -> None:
    found = only(written("a\ud83d\x00b\ude00c"))
    found.text.encode()
    assert "\x00" not in found.text
    assert found.text.startswith("a")
    assert found.text.endswith("c")


@pytest.mark.parametrize(
    "raw",
    [None, [], "x", 5, {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 1.5},
     update("message", None), update("message", {"text": "tolong"}), update("callback_query", {}),
     update("my_chat_member", {})],
)  # fmt: skip
def test_what_cannot_be_answered_is_called_unreadable(raw: Any) -> None:
    with pytest.raises(UnreadableUpdateError):
        read_update(raw)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else ()
    return [path, *(place for key, part in inner for place in _places(part, (*path, key)))]


@given(st.data())
@settings(max_examples=600, deadline=None)
def test_one_bad_field_never_loses_a_private_message(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["text", "photo", "voice", "location", "venue", "sticker"]))
    raw = copy.deepcopy(KINDS[name][0])
    inner = raw["message"]
    places = [p for p in _places(inner) if p and p[0] not in ("chat", "text")]
    path = data.draw(st.sampled_from(places))
    holder = inner
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = data.draw(_JSON)
    if isinstance(inner["from"], dict) and inner["from"].get("is_bot") is True:
        return
    found = only(raw)
    assert found.address == "501"
    assert found.kind == KINDS[name][1]
    json.dumps(found.text, ensure_ascii=False).encode()


@given(
    st.dictionaries(
        st.sampled_from(["update_id", "message", "callback_query", "my_chat_member", "other"]),
        _JSON | st.dictionaries(st.sampled_from(["chat", "from", "text", "id"]), _JSON),
    )
)
@settings(max_examples=400, deadline=None)
def test_nothing_makes_it_fall_over(raw: dict[str, Any]) -> None:
    try:
        messages, _ = read_update(raw)
    except UnreadableUpdateError:
        return
    for found in messages:
        json.dumps([found.text, found.extra, found.address], ensure_ascii=False).encode()
