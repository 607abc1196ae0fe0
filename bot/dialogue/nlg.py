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


_ASKED = {
    "ask_disclosure_form_safe_to_write": "safe.ask",
    "ask_disclosure_form_help_country": "place.ask",
}
_OFFER = "ask_offer_form_offer_"


def key_of(response: str) -> str:
    """The catalogue's key of a response: `utter_bot_challenge` -> `bot_challenge`.

    What a form asks is named after form and slot: `utter_ask_offer_form_offer_fee` -> `offer.ask.fee`.
    """
    name = response.removeprefix(_PREFIX)
    if name.startswith(_OFFER):
        return "offer.ask." + name.removeprefix(_OFFER)
    return _ASKED.get(name, name)


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
        key = key_of(utter_action)
        if key == "safe.ask" and tracker.get_slot("relation"):
            key = "safe.ask_family"  # never to be asked where exactly the other person is
        try:
            text = say(key, language)
        except UnknownTextError:
            return None
        buttons = [{"title": b.title, "payload": b.payload()} for b in menu(utter_action, language)]
        return {"text": text, "buttons": buttons}
