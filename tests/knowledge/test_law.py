from __future__ import annotations

from datetime import date

from bot.knowledge.law import answers, cites, read_law, shown_law


def test_only_facts_of_grade_a_and_b_are_said() -> None:
    assert {fact.trust for fact in shown_law().values()} <= {"A", "B"}


def test_every_fact_has_a_source_and_the_day_it_was_read() -> None:
    assert read_law()
    for fact in read_law():
        assert fact.source.title, fact.id
        assert fact.source.url, fact.id
        assert date.fromisoformat(fact.source.read_on), fact.id


def test_a_source_is_named_once_however_many_facts_rest_on_it() -> None:
    twice = cites(["int-palermo-child", "int-palermo-child"])
    assert twice == [shown_law()["int-palermo-child"].cite]


def test_a_fact_that_is_not_shown_is_not_cited() -> None:
    hidden = [fact.id for fact in read_law() if fact.id not in shown_law()]
    assert cites([*hidden, "no-such-fact"]) == []


def test_every_country_has_its_own_block_where_the_law_differs() -> None:
    law = answers()["ask_law"]
    assert [b.country for b in law.blocks_for("MY")] == [None, "MY"]
    assert [b.country for b in law.blocks_for("ID")] == [None, "ID"]


def test_where_the_country_is_not_known_all_countries_are_told() -> None:
    assert {b.country for b in answers()["ask_law"].blocks_for(None)} == {None, "ID", "MY"}


def test_a_third_country_gets_what_holds_everywhere_and_nothing_else() -> None:
    for intent, answer in answers().items():
        found = answer.blocks_for("TW")
        assert found, intent
        assert {b.country for b in found} <= {None, "TW"}, intent


def test_a_child_is_anyone_under_18_in_what_is_said() -> None:
    assert "under 18" in shown_law()["int-palermo-child"].statement
