from __future__ import annotations

import pytest

from bot.knowledge.channels import Channel, shown_channels
from bot.replies.catalogue import say
from bot.replies.directory import card, cards
from bot.replies.names import spoken_date

_BY_ID = {channel.id: channel for channel in shown_channels()}


def test_a_card_says_name_number_hours_cost_who_will_know_and_date() -> None:
    assert card(_BY_ID["id-kp2mi"], "en").splitlines() == [
        "📞 KP2MI, ministry for Indonesian migrant workers",
        "Call 0800-1000 (free)",
        "WhatsApp 0811-8080-141 (from abroad: +628118080141)",
        "Go there in person: Kantor BP3MI atau P4MI; perwakilan RI (KBRI, KJRI)",
        "day and night",
        "Languages: Indonesian",
        "This is the Indonesian government ministry for migrant workers.",
        "Information from: December 2025",
    ]


def test_from_abroad_only_what_can_be_dialled_from_abroad_is_named() -> None:
    said = card(_BY_ID["id-kp2mi"], "en", here=False)
    assert "0800-1000" not in said
    assert "Call +622129244800" in said
    assert "WhatsApp +628118080141" in said


def test_a_brief_card_is_the_name_and_two_numbers() -> None:
    assert card(_BY_ID["id-kp2mi"], "en", brief=True).splitlines() == [
        "📞 KP2MI, ministry for Indonesian migrant workers",
        "Call 0800-1000 (free)",
        "WhatsApp 0811-8080-141 (from abroad: +628118080141)",
    ]


def test_a_brief_card_without_a_number_names_a_link() -> None:
    lines = card(_BY_ID["id-kemlu-pwni"], "en", here=False, brief=True).splitlines()
    assert "https://peduliwni.kemlu.go.id" in lines[1]


def test_a_line_that_cannot_be_called_from_abroad_says_so() -> None:
    assert say("contact.abroad_no", "ms") in card(_BY_ID["id-polri-110"], "ms")


def test_a_source_without_a_date_is_said_to_have_none() -> None:
    assert say("contact.checked_unknown", "id") in card(_BY_ID["sg-tip"], "id")


@pytest.mark.parametrize("language", ["id", "ms", "en"])
@pytest.mark.parametrize("channel", shown_channels(), ids=lambda channel: channel.id)
def test_every_card_can_be_said_in_every_language(channel: Channel, language: str) -> None:
    said = card(channel, language)
    lines = said.splitlines()
    assert lines[0] == f"📞 {channel.title(language)}"
    assert len(lines) == len(set(lines))
    for number in channel.visible_numbers:
        if number.from_ != "abroad":
            assert number.show in said
    if channel.checked:
        assert spoken_date(channel.checked, language) in lines[-1]
    assert "None" not in said
    assert "{" not in said


def test_between_two_cards_is_an_empty_line() -> None:
    said = cards([_BY_ID["my-999"], _BY_ID["my-mapo"]], "en", brief=True)
    assert said.count("\n\n📞") == 1
