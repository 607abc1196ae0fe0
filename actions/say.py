"""Says catalogue texts through Rasa's dispatcher."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from bot.replies.reply import Button


def utter(dispatcher: CollectingDispatcher, text: str, buttons: Sequence[Button] = ()) -> None:
    """One bubble."""
    data = [{"title": b.title, "payload": b.payload()} for b in buttons]
    dispatcher.utter_message(text=text, buttons=data)
