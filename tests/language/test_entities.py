"""Entities in the shapes of contract/interfaces.md."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.entities import entities_in


def values(text: str, kind: str, country: str | None = None) -> list[Any]:
    return [e.value for e in entities_in(text, country) if e.entity == kind]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("saya di malaysia", "MY"),
        ("aku di kuala lumpur", "MY"),
        ("kerja di Johor Bahru", "MY"),
        ("anak saya di kamboja", "KH"),
        ("he is in Myawaddy", "MM"),
        ("kerja di hongkong", "HK"),
        ("kami di Batam", "ID"),
        ("majikan saya orang taiwan", "TW"),
        ("kerja kat Dubai", "AE"),
        ("dia di Arab Saudi", "SA"),
        ("我在马来西亚", "MY"),
        ("म मलेसियामा छु मलेसिया", "MY"),
    ],
)
def test_a_country_is_known_by_its_name_its_city_and_its_people(text: str, country: str) -> None:
    assert values(text, "country") == [country]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("saya dari lombok sekarang di johor", "MY"),
        ("saya kerja di malaysia, asal indonesia", "MY"),
        ("i am from indonesia and i work in singapore", "SG"),
        ("orang bangladesh kerja di malaysia", "MY"),
        ("mau ke kamboja dari medan", "KH"),
    ],
)
def test_of_two_countries_the_place_of_help_comes_first(text: str, first: str) -> None:
    assert values(text, "country")[0] == first


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("kerja jadi pembantu", "occupation", "domestic_worker"),
        ("working on a fishing boat", "occupation", "fisher"),
        ("kerja kilang", "occupation", "factory_worker"),
        ("paspor diambil", "document", "passport"),
        ("pasport saya", "document", "passport"),
        ("permit kerja", "document", "work_permit"),
        ("anak saya hilang", "relation", "child"),
        ("my sister is there", "relation", "sibling"),
        ("suami saya", "relation", "spouse"),
        ("kawan saya", "relation", "friend"),
        ("berangkat besok", "when", "tomorrow"),
        ("malam ini", "when", "tonight"),
    ],
)
def test_work_papers_people_and_times_are_read(text: str, kind: str, value: str) -> None:
    assert values(text, kind) == [value]


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("hubungi 0812 3456 7890", None, "+6281234567890"),
        ("call +60 12-345 6789", None, "+60123456789"),
        ("telefon 012-345 6789", "MY", "+60123456789"),
        ("wa +62 812-3456-7890 ya", "MY", "+6281234567890"),
    ],
)
def test_a_phone_number_is_written_internationally(
    text: str, country: str | None, number: str
) -> None:
    assert values(text, "phone", country) == [number]


def test_a_sum_has_amount_and_currency() -> None:
    assert values("bayar RM3,000 dulu", "money") == [{"amount": 3000.0, "currency": "MYR"}]


def test_a_sum_is_not_taken_for_a_phone_number() -> None:
    assert not values("bayar Rp 15.000.000", "phone")


def test_an_age_is_a_whole_number() -> None:
    assert values("umur 15 tahun", "age") == [15]


def test_everyday_words_name_no_country() -> None:
    assert not values("saya mau makan dulu ya bos", "country")


def test_each_entity_is_json_and_stands_where_it_says() -> None:
    text = "Adik saya umur 15 di Johor diminta RM500, wa 0812 3456 7890"
    found = [entity.as_json() for entity in entities_in(text)]
    json.dumps(found)
    assert {entity["entity"] for entity in found} >= {"relation", "age", "country", "money"}
    for entity in found:
        assert set(entity) == {"entity", "value", "start", "end"}
        assert text[entity["start"] : entity["end"]].strip()
    johor = next(e for e in found if e["entity"] == "country")
    assert text[johor["start"] : johor["end"]] == "Johor"


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(max_size=80))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    for entity in entities_in(text):
        assert 0 <= entity.start < entity.end <= len(text)
