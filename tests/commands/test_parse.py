"""`python -m bot parse` as a script runs it: a process of its own, lines in, lines out."""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.commands.parse import read_messages
from bot.settings import ROOT
from tests.contract import INDICATORS, INTENTS, URGENCIES

_COMMAND = [sys.executable, "-m", "bot", "parse"]
_PATIENCE = 120  # seconds until a process that says nothing counts as hanging


@pytest.fixture(scope="module")
def process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        _COMMAND, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        yield running
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(_PATIENCE) == 0


def ask(process: subprocess.Popen[str], line: str) -> dict[str, Any]:
    """Sends one line and reads one line while the input stays open."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        assert waiting.select(_PATIENCE), "no answer: the output is not flushed line by line"
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def test_each_line_is_answered_before_the_next_one_is_sent(process: subprocess.Popen[str]) -> None:
    assert ask(process, "halo")["text"] == "halo"
    assert ask(process, "selamat pagi")["text"] == "selamat pagi"


def test_an_answer_has_the_form_of_the_contract(process: subprocess.Popen[str]) -> None:
    text = "majikan ambil paspor saya di johor, umur saya 16, diminta RM500"
    answer = ask(process, json.dumps({"id": "m-1", "text": text}))
    assert answer["id"] == "m-1"
    assert answer["text"] == text
    assert answer["language"] in ("id", "ms")
    assert 0 <= answer["language_confidence"] <= 1
    assert answer["intent"]["name"] in INTENTS
    assert 0 <= answer["intent"]["confidence"] <= 1
    assert answer["urgency"] in URGENCIES
    assert set(answer["indicators"]) <= set(INDICATORS)
    assert "retention_of_documents" in answer["indicators"]
    entities = {entity["entity"]: entity for entity in answer["entities"]}
    assert entities["country"]["value"] == "MY"
    assert entities["money"]["value"] == {"amount": 500.0, "currency": "MYR"}
    johor = entities["country"]
    assert text[johor["start"] : johor["end"]] == "johor"


@pytest.mark.parametrize("name", [7, "m-2", "", None])
def test_an_id_comes_back_as_it_was_sent(process: subprocess.Popen[str], name: object) -> None:
    assert ask(process, json.dumps({"id": name, "text": "halo"}))["id"] == name


def test_plain_text_is_read_as_it_stands(process: subprocess.Popen[str]) -> None:
    answer = ask(process, '  gaji saya "belum" dibayar 😭')
    assert answer["text"].strip() == 'gaji saya "belum" dibayar 😭'
    assert answer["urgency"] in URGENCIES


@pytest.mark.parametrize("line", ["{broken json", '{"message": "halo"}', '{"text": 5}', '["a"]'])
def test_what_only_looks_like_json_is_plain_text(process: subprocess.Popen[str], line: str) -> None:
    assert ask(process, line)["text"] == line


def test_a_line_that_was_escaped_comes_back_readable(process: subprocess.Popen[str]) -> None:
    assert ask(process, '{"text": "\\u0e0a\\u0e48\\u0e27\\u0e22"}')["text"] == "ช่วย"


def test_a_file_is_read_like_the_input(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text('{"id": 1, "text": "halo"}\r\n\n\nterima kasih\n', encoding="utf-8")
    done = subprocess.run(
        [*_COMMAND, str(path)], cwd=ROOT, text=True, capture_output=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == ["halo", "terima kasih"]
    assert answers[0]["id"] == 1


def test_empty_lines_are_passed_over() -> None:
    assert list(read_messages(["\n", "  \r\n", "halo\n"])) == [{"text": "halo"}]
