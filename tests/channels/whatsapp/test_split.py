from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.split import cut, size, split

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáü😟ကខ", min_size=1, max_size=12)
PHONES = st.from_regex(r"\+6[02] [1-9]\d{1,2}[- ]\d{3,4}[- ]\d{3,4}", fullmatch=True)
AMOUNTS = st.from_regex(r"(Rp|RM) [1-9]\d{0,2}(\.\d{3}){0,2}", fullmatch=True)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


def bare(text: str) -> str:
    return "".join(text.split())


@given(st.text(max_size=600), st.integers(8, 120))
def test_parts_fit_and_together_hold_everything(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < size(part) <= limit for part in parts)
    assert bare("".join(parts)) == bare(text)


@given(st.lists(WORDS, max_size=80), st.integers(24, 100))
def test_no_word_is_cut(words: list[str], limit: int) -> None:
    assert [word for part in split(" ".join(words), limit) for word in part.split()] == words


@given(st.lists(LINES, max_size=30), st.integers(160, 300))
def test_no_line_is_cut_that_fits(lines: list[str], limit: int) -> None:
    assert [line for part in split("\n".join(lines), limit) for line in part.split("\n")] == lines


@given(st.lists(st.tuples(WORDS, PHONES | AMOUNTS), min_size=1, max_size=40), st.integers(60, 200))
def test_no_number_is_cut_not_even_at_its_blanks(pairs: list[tuple[str, str]], limit: int) -> None:
    parts = split(" ".join(f"{word} {number}" for word, number in pairs), limit)
    assert sum(parts_with(parts, number) for number in {n for _, n in pairs}) == len(
        {n for _, n in pairs}
    )


def parts_with(parts: list[str], number: str) -> bool:
    return any(number in part for part in parts)


def test_a_cut_between_paragraphs_comes_before_one_between_lines() -> None:
    text = "a" * 60 + "\n\n" + "b" * 20 + "\n" + "c" * 60
    assert split(text, 100) == ["a" * 60, "b" * 20 + "\n" + "c" * 60]


def test_a_cut_between_sentences_comes_before_one_between_words() -> None:
    text = "One two three four five six. Seven eight nine ten"
    assert split(text, 40) == ["One two three four five six.", "Seven eight nine ten"]


@pytest.mark.parametrize("text", ["", " \n ", "\n\n\n"])
def test_nothing_gives_no_part(text: str) -> None:
    assert split(text, 10) == []


def test_an_endless_word_is_cut_but_not_between_digits_or_off_its_marks() -> None:
    assert split("x" * 9 + "12345", 10) == ["x" * 9, "12345"]
    assert split("e\u0301" * 10, 5) == ["e\u0301e\u0301"] * 5


def test_emoji_count_twice() -> None:
    assert size("a😟") == 3
    assert split("😟😟😟", 4) == ["😟😟", "😟"]


@given(st.text(max_size=80), st.integers(8, 72))
def test_a_label_fits_and_is_whole_where_it_can_be(text: str, limit: int) -> None:
    label = cut(text, limit)
    assert size(label) <= limit
    whole = " ".join(text.split())
    assert label == whole if size(whole) <= limit else label.endswith("…")
