"""Rasa's responses in the person's language: texts from the catalogues, buttons from the menus.

`domain.yml` keeps the English text of each `utter_...` for Rasa's own tools; what is said comes from
here (endpoints.yml names this class).
"""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.replies.catalogue import UnknownTextError, best, say
from bot.replies.menus import menu

_PREFIX = "utter_"


def key_of(response: str) -> str:
    """The catalogue's key of a response: `utter_bot_challenge` -> `bot_challenge`."""
    return response.removeprefix(_PREFIX)


class CatalogueNLG(NaturalLanguageGenerator):
    """Says each response in the conversation's language."""

    def __init__(
        self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None
    ) -> None:
        self.responses: dict[str, Any] = {}

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """Text and buttons of a response; None where there is no such text."""
        language = best(tracker.get_slot("language"))
        try:
            text = say(key_of(utter_action), language)
        except UnknownTextError:
            return None
        buttons = [{"title": b.title, "payload": b.payload()} for b in menu(utter_action, language)]
        return {"text": text, "buttons": buttons}
