"""Every environment variable Suar reads, typed, in one place (names: contract, `Environment`)."""

from __future__ import annotations

import base64
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
