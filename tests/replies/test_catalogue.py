from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.replies import catalogue
from bot.replies.catalogue import UnknownTextError, best, has, say, spoken, texts

_PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Catalogues of their own: English with two texts, Tagalog with one of them."""
    for language, entries in {
        "en": {"hello": "Hello {name}", "bye": "Bye"},
        "tl": {"hello": "Kumusta {name}"},
    }.items():
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        body = "".join(f'\nmsgid "{k}"\nmsgstr "{v}"\n' for k, v in entries.items())
        (folder / "suar.po").write_text(_PO + body, encoding="utf-8")
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    for cached in (spoken, texts):
        cached.cache_clear()
    yield tmp_path
    for cached in (spoken, texts):
        cached.cache_clear()


def test_a_new_language_is_a_folder_with_one_file(locales: Path) -> None:
    assert spoken() == ("en", "tl")
    assert say("hello", "tl", name="Ana") == "Kumusta Ana"


def test_a_text_that_is_not_translated_is_said_in_english(locales: Path) -> None:
    assert say("bye", "tl") == "Bye"
    assert has("bye", "tl")
    assert not has("no such text", "tl")


def test_indonesian_malay_and_english_are_spoken_first() -> None:
    assert spoken()[:3] == ("id", "ms", "en")


@pytest.mark.parametrize(
    ("written", "answered"),
    [("id", "id"), ("ms", "ms"), ("jv", "id"), ("su", "id"), ("und", "en"), (None, "en")],
)
def test_whoever_writes_a_language_is_answered_in_the_nearest(
    written: str | None, answered: str
) -> None:
    assert best(written) == answered


def test_a_text_says_something_else_in_each_language() -> None:
    assert len({say("welcome", language) for language in ("id", "ms", "en")}) == 3


def test_placeholders_are_filled_in() -> None:
    assert "K7M2QX" in say("case.opened", "ms", number="K7M2QX")


def test_a_key_that_is_nowhere_is_a_fault_of_the_program() -> None:
    with pytest.raises(UnknownTextError):
        say("no.such.text", "id")
