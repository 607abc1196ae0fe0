from __future__ import annotations

import pytest

from bot.language.scripts import main_script, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("saya butuh bantuan", "latin"),
        ("tôi cần giúp đỡ", "latin"),
        ("ช่วยด้วย", "th"),
        ("ကူညီပါ", "my"),
        ("ជួយផង", "km"),
        ("সাহায্য করুন", "bn"),
        ("உதவி", "ta"),
        ("救命", "zh"),
        ("मदद", "deva"),
        ("Привет", "other"),
    ],
)
def test_a_text_is_known_by_its_script(text: str, script: str) -> None:
    assert main_script(text) == script


@pytest.mark.parametrize("text", ["", "123 !?", "😭🙏", "   "])
def test_what_has_no_letters_has_no_script(text: str) -> None:
    assert main_script(text) is None


def test_a_foreign_name_does_not_hide_the_script_of_a_chinese_message() -> None:
    assert main_script("我在 Malaysia 被骗了") == "zh"


def test_a_chinese_city_does_not_make_an_english_message_chinese() -> None:
    assert main_script("I was told the factory is in 深圳 and nobody pays us") == "latin"


def test_a_sign_or_a_digit_is_of_no_script() -> None:
    assert [script_of(sign) for sign in "7?é"] == [None, None, "latin"]
