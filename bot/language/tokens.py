"""Tokens of a text with their places, by spaCy's blank pipelines (no model, no download)."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

_BLANK = {"id": "id", "ms": "ms", "en": "en", "tl": "tl", "ne": "ne", "bn": "bn", "hi": "hi"}
# Vietnamese, Thai and Chinese segmenters of spaCy need packages of their own; "xx" splits on
# spaces and signs, which is enough for the phrase matcher.


@lru_cache(maxsize=8)
def pipeline(language: str) -> Language:
    """The blank spaCy pipeline for an ISO 639-1 code; the multi-language one where there is none."""
    return spacy.blank(_BLANK.get(language, "xx"))


def tokenize(text: str, language: str = "xx") -> Doc:
    """The text as a spaCy `Doc`; offsets are those of `text`."""
    return pipeline(language)(text)
