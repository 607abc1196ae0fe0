from __future__ import annotations

import pytest

from bot.channels.whatsapp.templates import NAME, as_json, submissions, template
from bot.replies.catalogue import say, spoken
from bot.settings import ROOT

TELLING = ("suar", "traffick", "hotline", "perdagangan", "pemerdagangan", "polis", "bantuan", "help",
           "danger", "bahaya", "kerja", "job", "migran", "korban", "mangsa", "victim", "report",
           "lapor", "kasus", "kes ", "case", "http", "{", "emergency", "darurat", "kecemasan")  # fmt: skip


@pytest.mark.parametrize("language", spoken())
def test_the_template_says_nothing_to_who_looks_at_the_screen(language: str) -> None:
    text = say("whatsapp.template", language).lower()
    assert not [word for word in TELLING if word in text]
    assert not any(character.isdigit() for character in text)
    assert len(text) <= 1024


def test_every_language_has_a_template_to_submit() -> None:
    assert [one["language"] for one in submissions()] == list(spoken())
    assert {one["name"] for one in submissions()} == {NAME}


def test_a_language_without_a_template_takes_the_nearest() -> None:
    assert template("jv")["template"]["language"] == {"code": "id"}
    assert template("xx")["template"]["language"] == {"code": "en"}


def test_the_file_the_operator_submits_is_up_to_date() -> None:
    path = ROOT / "docs" / "whatsapp_templates.json"
    assert path.read_text(encoding="utf-8") == as_json(), (
        "run `python -m bot.channels.whatsapp.templates > docs/whatsapp_templates.json`, "
        "and submit the change to Meta"
    )
