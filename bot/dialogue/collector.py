"""Rasa's output side: gathers what policies and actions say into replies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.replies.reply import Reply, button_from


class ReplyCollector(OutputChannel):
    """Collects texts, buttons and effects of one turn, in order."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.effects: dict[str, Any] = {}

    @classmethod
    def name(cls) -> str:
        """One name for all channels: texts never differ by channel here, layout does."""
        return "suar"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """A text without buttons."""
        self.replies.append(Reply(text))

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: Sequence[dict[str, Any]], **kwargs: Any
    ) -> None:
        """A text with buttons."""
        self.replies.append(Reply(text, tuple(button_from(button) for button in buttons)))

    async def send_custom_json(
        self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any
    ) -> None:
        """What an action wants done to the conversation: `language`, `country`, `erase`."""
        self.effects.update(json_message)

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        """Images are named by their address; Suar's own actions send none."""
        self.replies.append(Reply(image))
