"""Names of countries, cities, nationalities, occupations, documents, relations and times.

Lists: data/language/places.yml and things.yml; names of countries in every language from CLDR.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml
from babel import Locale
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from bot.language.codes import LANGUAGES
from bot.language.scripts import main_script
from bot.language.tokens import pipeline
from bot.settings import ROOT

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Named:
    """Something the text names: kind (country, occupation, ...), value, and where it stands."""

    kind: str
    value: str
    start: int
    end: int


def _names() -> Iterator[tuple[str, str, str]]:
    """(kind, value, phrase) of every name; countries and regions first."""
    folder = ROOT / "data" / "language"
    places = yaml.safe_load((folder / "places.yml").read_text(encoding="utf-8"))
    for country, phrases in places.items():
        for phrase in phrases:
            yield "country", str(country), str(phrase)
    for language in LANGUAGES:
        territories = Locale.parse("fil" if language == "tl" else language).territories
        for country in places:
            name = territories.get(str(country))
            if name and len(name) > _SHORTEST:
                yield "country", str(country), name
    things = yaml.safe_load((folder / "things.yml").read_text(encoding="utf-8"))
    for kind, values in things.items():
        for value, phrases in values.items():
            for phrase in phrases:
                yield kind, value, str(phrase)


@lru_cache(maxsize=1)
def _matcher() -> tuple[PhraseMatcher, dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    blank = pipeline("xx")
    matcher = PhraseMatcher(blank.vocab, attr="LOWER")
    labels: dict[str, tuple[str, str]] = {}
    unspaced: dict[str, tuple[str, str]] = {}
    for kind, value, phrase in _names():
        if main_script(phrase) == "latin":
            label = f"{kind}:{value}"
            labels[label] = (kind, value)
            matcher.add(label, [blank.make_doc(phrase.casefold())])
        else:
            unspaced[phrase] = (kind, value)
    return matcher, labels, unspaced


def named_in(doc: Doc) -> list[Named]:
    """What a text names, longest match first, in the order of the text; `doc` of `tokenize(..., "xx")`."""
    matcher, labels, unspaced = _matcher()
    spans = filter_spans(matcher(doc, as_spans=True))
    found = [Named(*labels[span.label_], span.start_char, span.end_char) for span in spans]
    for phrase, (kind, value) in unspaced.items():
        at = doc.text.find(phrase)
        if at >= 0:
            found.append(Named(kind, value, at, at + len(phrase)))
    return sorted(found, key=lambda name: name.start)
