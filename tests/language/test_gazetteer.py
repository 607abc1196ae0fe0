from __future__ import annotations

from bot.language.gazetteer import named_in
from bot.language.tokens import tokenize


def test_the_longest_name_counts() -> None:
    assert [n.value for n in named_in(tokenize("johor bahru"))] == ["MY"]
    assert [(n.kind, n.value) for n in named_in(tokenize("visa turis"))] == [
        ("document", "visit_visa")
    ]


def test_capital_letters_do_not_matter() -> None:
    assert [n.value for n in named_in(tokenize("MALAYSIA"))] == ["MY"]


def test_names_come_in_the_order_of_the_message() -> None:
    found = named_in(tokenize("paspor adik saya di penang diambil"))
    assert [n.kind for n in found] == ["document", "relation", "country"]


def test_a_country_is_known_in_scripts_without_spaces() -> None:
    assert [n.value for n in named_in(tokenize("ฉันอยู่มาเลเซีย"))] == ["MY"]


def test_part_of_a_word_is_no_name() -> None:
    assert not named_in(tokenize("balikan omanku"))
