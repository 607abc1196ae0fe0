"""What a person wrote is never in a log, whatever breaks."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from bot.logs import configure_logs
from tests.conftest import Assistant
from tests.talk import Person

_CANARY = "kenari-kuning-812"


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Returns everything that was printed; afterwards logs are set up as before."""
    root, kept = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level

    def printed() -> str:
        captured = capsys.readouterr()
        return captured.out + captured.err

    yield printed
    root.handlers, root.level = handlers, level
    structlog.configure(**kept)


def fail() -> None:
    words = _CANARY  # a variable beside the fault, as tracebacks print them
    raise ValueError(f"cannot read {words}")


def test_what_happened_and_where_is_logged_and_the_words_are_not(
    logged: Callable[[], str],
) -> None:
    configure_logs()
    try:
        fail()
    except ValueError:
        structlog.get_logger("bot").exception("turn_failed", conversation="c1", text=_CANARY)
    line = logged()
    assert "turn_failed" in line
    assert "conversation=c1" in line
    assert "ValueError at test_logs.py:" in line
    assert _CANARY not in line


def test_the_same_holds_for_logs_as_json(logged: Callable[[], str]) -> None:
    configure_logs("json")
    try:
        fail()
    except ValueError:
        structlog.get_logger("bot").exception("turn_failed", code=7, message=_CANARY)
    line = json.loads(logged())
    assert line["event"] == "turn_failed"
    assert line["code"] == 7
    assert line["exception"].startswith("ValueError at test_logs.py:")
    assert "message" not in line


def test_the_loggers_of_libraries_name_the_place_and_not_the_words(
    logged: Callable[[], str],
) -> None:
    configure_logs()
    try:
        fail()
    except ValueError:
        logging.getLogger("rasa.core").exception("could not handle %s", _CANARY)
    line = logged()
    assert "ValueError at test_logs.py:" in line
    assert _CANARY not in line


def test_addresses_with_tokens_are_not_logged(logged: Callable[[], str]) -> None:
    configure_logs()
    logging.getLogger("httpx").error("GET https://api.telegram.org/bot%s/getMe", _CANARY)
    assert logged() == ""


async def test_a_conversation_leaves_no_word_in_the_logs(
    service: Assistant, logged: Callable[[], str]
) -> None:
    configure_logs()
    person = Person(service, "id")
    for text in (
        f"halo nama saya {_CANARY}",
        f"tolong selamatkan {_CANARY} dipukul sekarang",
        f'/inform{{"answer": "{_CANARY}"}}',
        "x" * 5000 + _CANARY,
    ):
        assert await person.say(text)
    assert _CANARY not in logged()


async def test_a_fault_in_an_action_is_logged_without_the_words(
    service: Assistant, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure_logs()
    monkeypatch.setattr("actions.answers.answers", fail)
    await Person(service, "id").say(f"siapa yang bayar biaya penempatan {_CANARY}")
    printed = logged()
    assert "action_failed" in printed
    assert "action=action_answer" in printed
    assert _CANARY not in printed


async def test_a_fault_in_rasa_is_logged_without_the_words(
    service: Assistant, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure_logs()

    async def broken(_message: object) -> None:
        fail()

    monkeypatch.setattr(service.dialogue._agent, "handle_message", broken)
    await Person(service, "id").say(f"selamat pagi {_CANARY}")
    printed = logged()
    assert "turn_failed" in printed
    assert _CANARY not in printed
