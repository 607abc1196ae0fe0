from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.normal import LONGEST, clean, plain


def test_spaces_and_line_breaks_become_single_spaces() -> None:
    assert clean("  tolong \n\n\t saya  ") == "tolong saya"


def test_letters_nobody_sees_are_taken_out() -> None:
    assert clean("to\u200blo\u00adng\ufeff\x00") == "tolong"


def test_writing_direction_tricks_are_taken_out() -> None:
    assert clean("\u202epaspor\u202c") == "paspor"


def test_joiners_stay_because_nepali_is_written_with_them() -> None:
    assert clean("गर्\u200dने") == "गर्\u200dने"


def test_letters_with_loose_accents_are_put_together() -> None:
    assert clean("Vie\u0323\u0302t") == "Việt"


def test_a_text_without_end_is_cut() -> None:
    assert len(clean("ya " * 10_000)) <= LONGEST


def test_shouting_and_stretching_are_read_like_plain_words() -> None:
    assert plain("TOLOOOOONG") == "toloong"


def test_stretched_digits_are_left_alone() -> None:
    assert plain("RM 1000000") == "rm 1000000"


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
