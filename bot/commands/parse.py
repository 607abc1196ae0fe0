"""`bot parse`: what messages mean, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer


def read_messages(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each line as {"text", "id"?}: JSON with a text, or plain text; empty lines are passed over."""
    for raw in lines:
        line = raw.rstrip("\r\n")
        if not line.strip():
            continue
        try:
            message = json.loads(line) if line.lstrip().startswith("{") else None
        except ValueError:
            message = None
        if isinstance(message, dict) and isinstance(message.get("text"), str):
            yield message
        else:
            yield {"text": line}


def parse(
    file: Annotated[
        Path | None, typer.Argument(help="one message a line; standard input without it")
    ] = None,
) -> None:
    """Language, intent, urgency, indicators and entities of each message."""
    from bot.triage.model import classifier
    from bot.triage.understand import understand

    model = classifier()
    source = file.open(encoding="utf-8") if file else sys.stdin
    with source:
        for message in read_messages(source):
            result = understand(message["text"], model).as_json()
            if "id" in message:
                result = {"id": message["id"], **result}
            print(json.dumps(result, ensure_ascii=False), flush=True)
