from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, SettingsError, settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SUAR_", "TELEGRAM_", "WHATSAPP_")):
            monkeypatch.delenv(name)


def read() -> Settings:
    """The settings as a new process would read them."""
    return settings.__wrapped__()


def test_with_nothing_set_suar_runs_on_this_machine_alone() -> None:
    options = read()
    assert (options.host, options.port) == ("127.0.0.1", 5005)
    assert options.database == f"sqlite:///{ROOT / 'var' / 'suar.db'}"
    assert options.rest == "loopback"
    assert options.master_key is None
    assert options.log_format == "text"


def test_the_names_of_the_contract_are_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = base64.b64encode(b"k" * 32).decode()
    values = {
        "SUAR_DATABASE_URL": "postgresql+psycopg://db/suar",
        "SUAR_MASTER_KEY": key,
        "SUAR_HOST": "0.0.0.0",
        "SUAR_PORT": "8080",
        "SUAR_LOG_FORMAT": "json",
        "SUAR_VAR": str(tmp_path),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    options = read()
    assert options.database == "postgresql+psycopg://db/suar"
    assert options.master_key is not None
    assert options.master_key.get_secret_value() == key
    assert (options.host, options.port, options.log_format) == ("0.0.0.0", 8080, "json")
    assert options.var == tmp_path


def test_the_database_lies_in_the_folder_for_variable_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SUAR_VAR", str(tmp_path))
    assert read().database == f"sqlite:///{tmp_path / 'suar.db'}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUAR_PORT", "many"),
        ("SUAR_PORT", "0"),
        ("SUAR_PORT", "70000"),
        ("SUAR_LOG_FORMAT", "xml"),
        ("SUAR_REST", "maybe"),
        ("SUAR_MASTER_KEY", "not base64!"),
        ("SUAR_MASTER_KEY", base64.b64encode(b"short").decode()),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_and_the_variable_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read()


def test_the_key_is_not_printed_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    key = base64.b64encode(b"kenari-kenari-kenari-kenari-1234").decode()
    monkeypatch.setenv("SUAR_MASTER_KEY", key)
    assert key not in repr(read())


@pytest.mark.parametrize("value", ["not-base64-but-secret!", base64.b64encode(b"short").decode()])
def test_a_key_that_is_refused_is_not_printed_either(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SUAR_MASTER_KEY", value)
    with pytest.raises(SettingsError) as refused:
        read()
    assert value not in str(refused.value)


def test_settings_do_not_change_while_suar_runs() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read().port = 1  # type: ignore[misc]
