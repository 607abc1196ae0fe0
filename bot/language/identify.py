"""Which of fifteen languages a text is in.

Script first; then a vote of three: words counted in public texts and our own examples
(data/language/words.tsv, naive Bayes), CLD2, and langdetect, which knows neither Malay nor Javanese
and so has a small voice. Figures: benchmarks/README.md. One short message never decides alone:
`choose` weighs it against the conversation so far.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import pycld2
import yaml
from langdetect import DetectorFactory, LangDetectException, detect_langs

from bot.language.codes import LANGUAGES
from bot.language.normal import clean
from bot.language.scripts import main_script
from bot.language.words import words
from bot.settings import ROOT

DetectorFactory.seed = 0

_WORDS_LOOKED_AT = 40
_UNSEEN = math.log(2e-6)
_TEMPER = 0.55
_MARKED = 1.5
_SAY_NOTHING = frozenset({"malaysia", "indonesia", "singapura", "taiwan", "melayu"})
"""Names that stand in texts of one language more often, and tell nothing of who writes now."""
_CLD2_WEIGHT = 2.0
_LANGDETECT_WEIGHT = 1.0
_CLD2_CODES = {"jw": "jv", "zh-Hant": "zh", "fil": "tl"}
_LATIN = ("id", "ms", "en", "jv", "su", "tl", "vi")
_DEVANAGARI = ("hi", "ne")
_MALAYIC = frozenset({"id", "ms"})
_SURE = 0.8
_LONG_ENOUGH = 4
_NEAREST_READ = {"jv": "id", "su": "id"}
"""What a short "halo" is taken for until more is written."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language (ISO 639-1) and how sure it is (0 to 1).

    `runner_up` is for "or did you mean"; `marked` is Indonesian or Malay where the text has more words
    that only one of the two uses (data/language/markers.yml).
    """

    language: str
    confidence: float
    runner_up: str | None = None
    words: int = 0
    marked: str | None = None


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, ...], dict[str, tuple[float, ...]]]:
    """Languages of the table, and each word's log probability in each of them."""
    with (ROOT / "data" / "language" / "words.tsv").open(encoding="utf-8") as file:
        languages = tuple(next(file).rstrip("\n").split("\t")[1:])
        totals = [int(n) for n in next(file).rstrip("\n").split("\t")[1:]]
        table = {}
        for line in file:
            word, *counts = line.rstrip("\n").split("\t")
            table[word] = tuple(
                max(math.log(int(n) / total), _UNSEEN) if n else _UNSEEN
                for n, total in zip(counts, totals, strict=True)
            )
    return languages, table


@lru_cache(maxsize=1)
def _markers() -> dict[str, frozenset[str]]:
    path = ROOT / "data" / "language" / "markers.yml"
    lists = yaml.safe_load(path.read_text(encoding="utf-8"))
    both = set(lists["id"]) & set(lists["ms"])
    return {language: frozenset(lists[language]) - both for language in ("id", "ms")}


def _marked(tokens: list[str]) -> str | None:
    """Indonesian or Malay, by the words that only one of them uses; None where they tell nothing."""
    counts = {x: sum(token in found for token in tokens) for x, found in _markers().items()}
    if counts["id"] == counts["ms"]:
        return None
    return max(counts, key=lambda language: counts[language])


def _word_votes(tokens: list[str], candidates: tuple[str, ...]) -> dict[str, float]:
    languages, table = _table()
    looked_at = [token for token in tokens[:_WORDS_LOOKED_AT] if token not in _SAY_NOTHING]
    known = [table[token] for token in looked_at if token in table]
    votes = dict.fromkeys(candidates, _UNSEEN * len(known))
    for position, language in enumerate(languages):
        if language in votes:
            votes[language] = sum(row[position] for row in known)
    return {language: score * _TEMPER for language, score in votes.items()}


def _cld2_votes(text: str) -> dict[str, float]:
    try:
        _, _, details = pycld2.detect(text, bestEffort=True)
    except pycld2.error:
        return {}
    votes: dict[str, float] = {}
    for _, code, percent, _ in details:
        if percent:
            language = _CLD2_CODES.get(code, code)
            votes[language] = max(votes.get(language, 0.0), percent / 100)
    return votes


def _langdetect_votes(text: str) -> dict[str, float]:
    try:
        return {guess.lang[:2]: guess.prob for guess in detect_langs(text)}
    except LangDetectException:
        return {}


def identify(text: str) -> Guess:
    """The language of one text by itself; `und` with confidence 0 where it has no letters."""
    text = clean(text)
    script = main_script(text)
    if script is None or script == "other":
        return Guess("und", 0.0)
    if script not in ("latin", "deva"):
        return Guess(script, 0.99, words=len(text))
    candidates = _LATIN if script == "latin" else _DEVANAGARI
    tokens = words(text)
    scores = _word_votes(tokens, candidates)
    for votes, weight in (
        (_cld2_votes(text), _CLD2_WEIGHT),
        (_langdetect_votes(text), _LANGDETECT_WEIGHT),
    ):
        for language, share in votes.items():
            if language in scores:
                scores[language] += share * weight
        if weight == _LANGDETECT_WEIGHT and "id" in votes:
            # langdetect calls Malay, Javanese and Sundanese Indonesian: its vote is for all four.
            for language in ("ms", "jv", "su"):
                scores[language] += votes["id"] * weight
    marked = _marked(tokens) if script == "latin" else None
    if marked:
        scores[marked] += _MARKED
    best = max(scores.values())
    weights = {language: math.exp(score - best) for language, score in scores.items()}
    total = sum(weights.values())
    first, second = sorted(weights, key=lambda x: weights[x], reverse=True)[:2]
    return Guess(first, weights[first] / total, second, len(tokens), marked)


def choose(guess: Guess, current: str | None = None, chosen: bool = False) -> str | None:
    """The language of a conversation, given what was spoken so far; None where nothing tells.

    A language the person chose stays. Otherwise a new one needs a sure guess on four words or more;
    between Malay and Indonesian, the one spoken so far stays unless the guess is sure.
    """
    known = guess.language if guess.language in LANGUAGES else None
    if chosen or known is None or known == current:
        return current
    if current is None:
        return known if _settles(guess) else _NEAREST_READ.get(known, known)
    if {known, current} == _MALAYIC and guess.marked != known:
        return current
    sure = 0.95 if {known, current} == _MALAYIC else _SURE
    return known if guess.confidence >= sure and guess.words >= _LONG_ENOUGH else current


def _settles(guess: Guess) -> bool:
    """True where a first message is enough to begin in Javanese, Sundanese or the like."""
    return guess.confidence >= _SURE and guess.words >= _LONG_ENOUGH
