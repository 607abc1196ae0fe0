"""The WhatsApp number that Suar answers on: what the operator sets, complete or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from bot.settings import Settings, SettingsError

CHANNEL = "whatsapp"


@dataclass(frozen=True, slots=True)
class Account:
    """Everything the webhook and the sender need to know."""

    phone_number_id: str
    token: SecretStr
    app_secret: SecretStr
    verify_token: SecretStr
    api: str
    version: str

    @property
    def messages_url(self) -> str:
        """Where messages are posted to."""
        return f"{self.api.rstrip('/')}/{self.version}/{self.phone_number_id}/messages"


def account(settings: Settings) -> Account | None:
    """The account of these settings; None where WhatsApp is switched off.

    Raises:
        SettingsError: some of the four variables are set and some are not. Without the app secret the
            webhook would have to believe anybody, so nothing is started half.
    """
    secrets = {
        "WHATSAPP_TOKEN": settings.whatsapp_token,
        "WHATSAPP_APP_SECRET": settings.whatsapp_app_secret,
        "WHATSAPP_VERIFY_TOKEN": settings.whatsapp_verify_token,
    }
    given = {
        name: SecretStr(value.get_secret_value().strip())
        for name, value in secrets.items()
        if value is not None and value.get_secret_value().strip()
    }
    missing = [name for name in secrets if name not in given]
    if not settings.whatsapp_phone_number_id:
        missing.append("WHATSAPP_PHONE_NUMBER_ID")
    if len(missing) == len(secrets) + 1:
        return None
    if missing:
        raise SettingsError(
            f"WhatsApp needs {', '.join(missing)} too. Set it, or take the other WHATSAPP_ variables "
            "away (docs/whatsapp.md says where each is found)."
        )
    return Account(
        phone_number_id=settings.whatsapp_phone_number_id,
        token=given["WHATSAPP_TOKEN"],
        app_secret=given["WHATSAPP_APP_SECRET"],
        verify_token=given["WHATSAPP_VERIFY_TOKEN"],
        api=settings.whatsapp_api,
        version=settings.whatsapp_api_version,
    )
