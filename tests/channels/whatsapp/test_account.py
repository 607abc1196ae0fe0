from __future__ import annotations

import pytest

from bot.channels.whatsapp.account import account
from bot.settings import Settings, SettingsError

ALL = {
    "WHATSAPP_TOKEN": "EAA-token",
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_APP_SECRET": "secret",
    "WHATSAPP_VERIFY_TOKEN": "verify",
}


def settings_of(**values: str) -> Settings:
    return Settings.model_validate(values)


def test_without_variables_whatsapp_is_off() -> None:
    assert account(settings_of()) is None
    assert account(settings_of(**dict.fromkeys(ALL, ""))) is None


def test_with_all_four_it_is_on() -> None:
    made = account(settings_of(**ALL, WHATSAPP_API_BASE_URL="http://127.0.0.1:1/"))
    assert made
    assert made.messages_url == "http://127.0.0.1:1/v25.0/106540352242922/messages"


@pytest.mark.parametrize("missing", ALL)
def test_with_one_missing_it_does_not_start_and_says_which(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"WhatsApp needs {missing} too"):
        account(settings_of(**{**ALL, missing: ""}))


def test_no_secret_is_shown_when_an_account_is_printed() -> None:
    shown = repr(account(settings_of(**ALL)))
    assert "EAA-token" not in shown
    assert "'secret'" not in shown
    assert "'verify'" not in shown


@pytest.mark.parametrize(
    "wrong", [{"WHATSAPP_PHONE_NUMBER_ID": "../me"}, {"WHATSAPP_API_VERSION": "25"}]
)
def test_what_would_go_wrong_in_an_address_is_no_setting(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="pattern"):
        settings_of(**{**ALL, **wrong})
