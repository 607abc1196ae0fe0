"""What a message is while a form asks: its answer, or something else that goes first."""

from __future__ import annotations

import re

from actions.heard import Heard
from bot.language.normal import plain
from bot.triage.rules import DISCLOSURES

# Whoever says one of these does not answer the question, whatever words are in it.
_ALWAYS_FIRST = frozenset(
    {
        "stop",
        "change_language",
        "talk_to_human",
        "delete_my_data",
        "ask_privacy",
        "bot_challenge",
        "ask_help",
        "goodbye",
        "take_quiz",
        "ask_case_status",
    }
)
_SURE = 0.5
_PLAIN = 0.85
_SHORT = 6
_OPENINGS = (
    "apa|apakah|adakah|bagaimana|gimana|gmn|gimn|berapa|siapa|kenapa|mengapa|knp|kapan|bila|bilakah",
    "macam mana|mcm ?mana|camne|camna|boleh(?:kah)? (?:saya|ke|tak)|bisa(?:kah)?",
    "what|how|who|why|when|where|which|can|could|is it|do i|does|should",
)
_BEFORE = "wait|and|but|so|ok|okay|sorry|tunggu|eh|tapi|terus|trus|lalu|habis tu|abis tu"
_QUESTION = re.compile(rf"\?|^(?:(?:{_BEFORE})[, ]+)?(?:{'|'.join(_OPENINGS)})\b")


def is_question(text: str) -> bool:
    """True where a text asks something."""
    return bool(_QUESTION.search(plain(text)))


def goes_first(message: Heard) -> bool:
    """True for a message that the dialogue answers before it comes back to the form."""
    if message.answer is not None:
        return message.intent in _ALWAYS_FIRST
    if message.intent in DISCLOSURES:
        # "a broker from my village" answers a question; "he locked me in" does not.
        return message.urgency in ("urgent", "emergency") or message.confidence >= _PLAIN
    if message.intent in _ALWAYS_FIRST and message.confidence >= _SURE:
        return True
    asks = message.intent.startswith("ask_")
    return asks and (is_question(message.text) or len(message.text.split()) > _SHORT)
