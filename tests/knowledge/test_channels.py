from __future__ import annotations

import pytest

from bot.knowledge.channels import (
    countries,
    for_needs,
    from_abroad,
    in_danger,
    read_channels,
    shown_channels,
)
from bot.replies.directory import cards

_NEEDS = ("trafficking", "emergency", "migrant_worker", "labour", "child", "women", "consular")


def ids(channels: object) -> list[str]:
    return [channel.id for channel in channels]  # type: ignore[attr-defined]


def test_only_channels_of_grade_a_and_b_are_shown() -> None:
    assert {channel.trust for channel in shown_channels()} == {"A", "B"}
    assert all(channel.show for channel in shown_channels())


def test_channels_that_are_in_doubt_are_kept_in_the_file() -> None:
    hidden = {channel.trust for channel in read_channels() if not channel.show}
    assert {"C", "D"} <= hidden


def test_no_look_up_ever_names_a_hidden_channel() -> None:
    shown = set(ids(shown_channels()))
    for country in {channel.country for channel in read_channels()}:
        named = [
            *in_danger(country, most=99),
            *in_danger(country, child=True, most=99),
            *for_needs(country, _NEEDS, most=99),
            *for_needs(country, (), child=True, most=99),
            *from_abroad(country, most=99),
        ]
        assert set(ids(named)) <= shown


def test_a_hidden_number_or_link_appears_on_no_card() -> None:
    hidden = {
        text
        for channel in read_channels()
        for text in (
            *(n.show for n in channel.numbers if not n.visible),
            *(n.e164 for n in channel.numbers if not n.visible and n.e164),
            *(link.value for link in channel.links if not link.visible),
        )
    }
    visible = {
        text
        for channel in shown_channels()
        for text in (
            *(n.show for n in channel.visible_numbers),
            *(link.value for link in channel.visible_links),
        )
    }
    assert len(hidden) > 10
    for language in ("id", "ms", "en"):
        said = [
            line
            for here in (True, False)
            for line in cards(shown_channels(), language, here=here).splitlines()
        ]
        for secret in hidden - visible:
            assert not [line for line in said if line.endswith(f" {secret}")], secret
            assert not [line for line in said if f" {secret} (" in line], secret


def test_somebody_in_danger_in_malaysia_hears_the_police_first() -> None:
    assert ids(in_danger("MY"))[:2] == ["my-999", "my-talian-kasih"]


def test_somebody_in_danger_in_indonesia_hears_the_police_first() -> None:
    assert ids(in_danger("ID"))[:2] == ["id-polri-110", "id-sapa129"]


@pytest.mark.parametrize("country", countries())
def test_whom_to_call_first_has_a_rank_and_stands_in_its_country(country: str) -> None:
    found = in_danger(country, most=99)
    assert all(c.urgent_rank and c.country == country for c in found)
    assert [c.urgent_rank for c in found] == sorted(c.urgent_rank or 9 for c in found)


def test_a_child_in_danger_hears_the_police_and_then_a_line_for_children() -> None:
    found = in_danger("ID", child=True)
    assert found[0].id == "id-polri-110"
    assert all("child" in c.needs or "child" in c.persons for c in found[1:])
    assert len(found) == 3


def test_no_more_are_named_than_are_asked_for() -> None:
    assert len(in_danger("MY", most=1)) == 1
    assert len(for_needs("MY", _NEEDS, most=2)) == 2
    assert len(from_abroad("ID", most=1)) == 1


def test_a_country_without_a_channel_has_none() -> None:
    assert in_danger("FR") == for_needs("FR", _NEEDS) == from_abroad("FR") == []


def test_the_first_need_decides_which_channel_comes_first() -> None:
    assert ids(for_needs("HK", ("recruitment", "police")))[0] == "hk-ea"
    assert ids(for_needs("HK", ("police", "recruitment")))[0] == "hk-police"


def test_a_channel_that_serves_none_of_the_needs_is_left_out() -> None:
    assert "my-999" not in ids(for_needs("MY", ("consular",), most=99))


def test_an_indonesian_in_malaysia_is_told_of_the_indonesian_missions() -> None:
    found = ids(for_needs("MY", ("consular",), nationality="ID", most=99))
    assert found == ["id-kbri-kl", "id-kjri-jb-ksatria"]


def test_a_nepali_in_malaysia_is_not_sent_to_the_indonesian_embassy() -> None:
    found = for_needs("MY", ("consular", "migrant_worker", "trafficking"), nationality="NP", most=9)
    assert found
    assert not [c.id for c in found if c.nationals]


def test_an_adult_is_not_sent_to_a_line_for_children_alone() -> None:
    assert "kh-1280" not in ids(for_needs("KH", ("child",), most=99))
    assert ids(for_needs("KH", ("child", "police"), child=True))[0] == "kh-1280"


def test_a_child_is_sent_to_a_line_for_children_first() -> None:
    found = for_needs("MY", ("police", "child"), child=True)
    assert found[0].id == "my-talian-kasih"


def test_from_abroad_the_foreign_ministry_comes_first() -> None:
    assert ids(from_abroad("ID", most=2)) == ["id-kemlu-pwni", "id-kp2mi"]


@pytest.mark.parametrize("country", countries())
def test_what_is_named_from_abroad_can_be_reached_from_abroad(country: str) -> None:
    for channel in from_abroad(country, most=99):
        assert any(n.e164 for n in channel.visible_numbers) or channel.visible_links


def test_a_title_falls_back_to_english() -> None:
    channel = in_danger("TW")[0]
    assert channel.title("xx") == channel.name["en"]
