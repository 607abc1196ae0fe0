from __future__ import annotations

import pytest

from bot.replies.reply import Button, button_from


@pytest.mark.parametrize(
    ("button", "payload"),
    [
        (Button("Menu", "ask_help"), "/ask_help"),
        (Button("Malaysia", "inform", "MY"), '/inform{"answer": "MY"}'),
        (Button("Aneh", "inform", '}"{/'), '/inform{"answer": "}\\"{/"}'),
    ],
)
def test_a_button_is_the_same_after_going_through_rasa(button: Button, payload: str) -> None:
    assert button.payload() == payload
    assert button_from({"title": button.title, "payload": payload}) == button


@pytest.mark.parametrize("payload", ["", "inform", "https://example.org"])
def test_a_payload_that_is_no_intent_is_refused(payload: str) -> None:
    with pytest.raises(ValueError, match="is not an intent"):
        button_from({"title": "x", "payload": payload})
