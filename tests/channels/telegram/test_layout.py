"""Long texts are cut where it hurts least; buttons stand in rows that fit a phone."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.layout import LIMIT, rows, split, units

_SQUEEZE = re.compile(r"\s+")
_WORDS = st.lists(
    st.sampled_from(
        ["saya", "dikurung", "tolong", "+62 21 2924 4800", "03-8000 8000", "1.500.000", "ya.", "\n",
         "\n\n", "😢", "ช่วยด้วย", "ကူညီပါ", "អ្នក", "求助", "(112)", "e\u0301", "👩‍👧", "🇮🇩", "a" * 30]
    ),
    max_size=200,
)  # fmt: skip


def _bare(text: str) -> str:
    return _SQUEEZE.sub("", text)


@given(st.text(max_size=400), st.integers(min_value=2, max_value=60))
@settings(max_examples=800, deadline=None)
def test_parts_fit_are_never_empty_and_lose_nothing(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert all(part.strip() for part in parts)
    assert _bare("".join(parts)) == _bare(text)


@given(_WORDS, st.integers(min_value=40, max_value=120))
@settings(max_examples=800, deadline=None)
def test_no_word_and_no_number_is_broken_that_fits(words: list[str], limit: int) -> None:
    text = " ".join(words)
    parts = split(text, limit)
    assert [word for part in parts for word in part.split()] == text.split()
    joined = "\x01".join(parts)
    for number in ("+62 21 2924 4800", "03-8000 8000", "(112)", "1.500.000"):
        isolated = re.compile(rf"(?<![\d+(). ,/-]){re.escape(number)}(?![\d+(). ,/-])")
        assert len(isolated.findall(joined)) >= len(isolated.findall(text)) - _chains(text, limit)


def _chains(text: str, limit: int) -> int:
    """Numbers in a row that are longer than a part together: those may be parted from each other."""
    runs = re.findall(r"[+(\d][\d+()., /-]*", text)
    return sum(1000 for run in runs if units(run) > limit // 2)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), max_size=40)))
@settings(max_examples=400, deadline=None)
def test_no_line_is_broken_that_fits(lines: list[str]) -> None:
    text = "\n".join(lines)
    limit = 80
    parts = split(text, limit)
    kept = [line.strip() for part in parts for line in part.split("\n") if line.strip()]
    assert kept == [line.strip() for line in text.split("\n") if line.strip()]


def test_emoji_flags_and_vowel_signs_stay_whole() -> None:
    for cluster in ("👩‍👧", "🇮🇩", "👍🏽", "e\u0301", "ကြီး", "ខ្មែ"):
        for part in split(cluster * 40, 25):
            assert _bare(part.replace(cluster, "")) == "", (cluster, part)


def test_it_counts_as_telegram_does() -> None:
    assert units("😀") == 2
    assert [units(part) for part in split("😀" * 3000)] == [4096, 1904]
    assert split("a" * LIMIT) == ["a" * LIMIT]


def test_nothing_to_say_is_no_part() -> None:
    assert split("") == split(" \n ") == []


def test_a_paragraph_is_the_best_place_to_cut() -> None:
    text = "x" * 30 + "\n\n" + "y" * 10 + "\n" + "z" * 30
    assert split(text, 50) == ["x" * 30, "y" * 10 + "\n" + "z" * 30]


def test_a_very_long_text_is_cut_quickly() -> None:
    assert len(split("tolong 0812 3456 " * 20_000)) > 80


def test_short_buttons_stand_side_by_side_and_long_ones_alone() -> None:
    buttons = [("Ya", "1"), ("Tidak", "2"), ("Saya butuh bantuan", "3"), ("Menu", "4"), ("OK", "5")]
    assert [[t for t, _ in row] for row in rows(buttons)] == [
        ["Ya", "Tidak"],
        ["Saya butuh bantuan"],
        ["Menu", "OK"],
    ]
    assert rows([("求助求助求助求助", "1"), ("Ya", "2")]) == [
        [("求助求助求助求助", "1")],
        [("Ya", "2")],
    ]
    assert rows([]) == []


@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.text())))
def test_every_button_is_there_in_its_order(buttons: list[tuple[str, str]]) -> None:
    laid = rows(buttons)
    assert [button for row in laid for button in row] == buttons
    assert all(1 <= len(row) <= 2 for row in laid)
