"""Every environment variable Suar reads, typed, in one place (names: contract, `Environment`)."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the project: data, locales and the trained model are found from here."""


class SettingsError(Exception):
    """A variable has a value Suar cannot use; the text names the variable and the mend."""


class Settings(BaseSettings):
    """What an operator can set. Read once, handed to what needs it."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    database_url: str = Field("", validation_alias="SUAR_DATABASE_URL")
    master_key: SecretStr | None = Field(None, validation_alias="SUAR_MASTER_KEY")
    host: str = Field("127.0.0.1", validation_alias="SUAR_HOST")
    port: int = Field(5005, ge=1, le=65535, validation_alias="SUAR_PORT")
    rest: Literal["loopback", "on", "off"] = Field("loopback", validation_alias="SUAR_REST")
    exit_url: str = Field("https://www.wikipedia.org/", validation_alias="SUAR_EXIT_URL")
    embed_origins: str = Field("'self'", validation_alias="SUAR_EMBED_ORIGINS")
    log_format: Literal["text", "json"] = Field("text", validation_alias="SUAR_LOG_FORMAT")
    var: Path = Field(ROOT / "var", validation_alias="SUAR_VAR")
    model: Path = Field(ROOT / "models" / "suar.tar.gz", validation_alias="SUAR_MODEL")
    telegram_token: SecretStr | None = Field(None, validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_api: str = Field("https://api.telegram.org", validation_alias="TELEGRAM_API_BASE_URL")
    telegram_webhook_url: str = Field("", validation_alias="TELEGRAM_WEBHOOK_URL")
    telegram_webhook_secret: SecretStr | None = Field(
        None, validation_alias="TELEGRAM_WEBHOOK_SECRET"
    )
    telegram_staff_chat: str = Field("", validation_alias="TELEGRAM_STAFF_CHAT_ID")
    whatsapp_token: SecretStr | None = Field(None, validation_alias="WHATSAPP_TOKEN")
    whatsapp_phone_number_id: str = Field(
        "", pattern=r"^\d*$", validation_alias="WHATSAPP_PHONE_NUMBER_ID"
    )
    whatsapp_app_secret: SecretStr | None = Field(None, validation_alias="WHATSAPP_APP_SECRET")
    whatsapp_verify_token: SecretStr | None = Field(None, validation_alias="WHATSAPP_VERIFY_TOKEN")
    whatsapp_api: str = Field(
        "https://graph.facebook.com", validation_alias="WHATSAPP_API_BASE_URL"
    )
    whatsapp_api_version: str = Field(
        "v25.0", pattern=r"^v\d+\.\d+$", validation_alias="WHATSAPP_API_VERSION"
    )

    @field_validator("master_key")
    @classmethod
    def _key_has_32_bytes(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            try:
                raw = base64.b64decode(value.get_secret_value(), validate=True)
            except ValueError as error:
                raise ValueError("must be base64 of 32 bytes") from error
            if len(raw) != 32:
                raise ValueError(f"must be base64 of 32 bytes, not of {len(raw)}")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token_is_a_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None  # a variable that is set to nothing is not set
        token = value.get_secret_value().strip()
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
            raise ValueError("is not a bot token; BotFather gives one like 123456:ABC-def")
        return SecretStr(token)

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret_as_telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("may hold 1 to 256 of A-Z a-z 0-9 _ - and nothing else")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL; without one, a SQLite file in the `var` folder."""
        return self.database_url or f"sqlite:///{self.var / 'suar.db'}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a variable cannot be used; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors())
        raise SettingsError(f"{faults}. Correct the variable and start again.") from error
