"""Whatever is in a webhook, the parser comes back, and what it gives can be stored."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.whatsapp.payload import FAULT, Batch, read
from tests.fakes.graph_webhooks import change, envelope, message, raw_of, status, text

SIMPLE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.sampled_from(["text", "image", "system", "edit", "location", "interactive", "\x00", "\ud800"]),
)  # fmt: skip
ANYTHING = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
WHOLE = envelope(
    change(
        [
            text("a", context={"id": "wamid.q", "forwarded": True}, referral={"source_id": "1"}),
            message("image", image={"caption": "c", "id": "1"}),
            message("location", location={"latitude": 1.5, "longitude": 2}),
            message("interactive", interactive={"list_reply": {"id": "b:1", "title": "t"}}),
            message("button", button={"payload": "p", "text": "t"}),
            message("system", system={"type": "user_changed_number", "wa_id": "60111111111"}),
            message("edit", edit={"original_message_id": "wamid.z",
                                  "message": {"type": "text", "text": {"body": "b"}}}),
        ],
        [status("wamid.1", "failed", 131026)],
    ),
    change(field="user_id_update", user_id_update=[{"user_id": {"previous": "A.1", "current": "A.2"}}]),
)  # fmt: skip


def storable(batch: Batch) -> None:
    """What databases, JSON and encryption ask of it."""
    for one in batch.messages:
        assert 0 < len(one.provider_id) <= 600
        assert one.provider_id.isprintable()
        assert one.address
        one.address.encode()
        one.text.encode()
        json.dumps(one.extra, allow_nan=False).encode()
    for state in batch.statuses:
        assert state.state in {"sent", "delivered", "read", "failed"}
        assert state.provider_message_id.isprintable()
        assert state.code is None or len(state.code) <= 20
    for part in batch.unreadable:
        assert isinstance(part.raw, bytes)
        assert not part.why.startswith(FAULT)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [path, *(p for key, value in inner for p in places(value, (*path, key)))]


PLACES = places(WHOLE)[1:]


@given(st.binary(max_size=200))
def test_any_bytes_are_read(raw: bytes) -> None:
    storable(read(raw))


@given(ANYTHING)
def test_any_json_is_read(document: Any) -> None:
    storable(read(json.dumps(document).encode()))
    storable(read(json.dumps(envelope(change([document], [document]))).encode()))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_a_webhook_with_anything_anywhere_in_it_is_read(mutations: list[Any]) -> None:
    document = copy.deepcopy(WHOLE)
    for path, value in mutations:
        node = document
        try:
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue
    storable(read(json.dumps(document).encode()))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), ANYTHING)
def test_damage_to_one_message_leaves_the_others(path: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(WHOLE)
    node = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    document["entry"] = [*envelope(change([text("safe")]))["entry"], *_list(document.get("entry"))]
    assert "safe" in [m.text for m in read(raw_of(document)).messages]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
