from __future__ import annotations

from bot.language.tokens import tokenize
from bot.language.words import words


def test_words_are_counted_without_digits_and_signs() -> None:
    assert words("Gaji RM1500, 3 bulan!!") == ["gaji", "rm", "bulan"]


def test_a_doubled_word_stays_one_word() -> None:
    assert words("anak-anak jangan") == ["anak-anak", "jangan"]


def test_nepali_vowel_signs_do_not_break_a_word() -> None:
    assert words("मेरो पासपोर्ट") == ["मेरो", "पासपोर्ट"]


def test_the_place_of_a_token_is_its_place_in_the_message() -> None:
    text = "paspor  saya"
    assert [text[t.idx : t.idx + len(t)] for t in tokenize(text) if not t.is_space] == [
        "paspor",
        "saya",
    ]
