"""The one template: a neutral line, in every language, for a reply after the 24 hours.

It says nothing of what Suar is about: it is seen on a locked screen, perhaps by somebody else.
`python -m bot.channels.whatsapp.templates` prints what the operator submits to Meta.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from bot.replies.catalogue import best, say, spoken

NAME = "suar_reply"
_KEY = "whatsapp.template"
_AT_META = {"zh": "zh_CN", "tl": "fil"}
"""Languages that Meta calls otherwise than ISO 639-1."""


def _code(language: str) -> str:
    return _AT_META.get(language, language)


def template(language: str) -> dict[str, Any]:
    """The message that sends the template in the best language there is."""
    code = _code(best(language))
    return {"type": "template", "template": {"name": NAME, "language": {"code": code}}}


def submissions() -> list[dict[str, Any]]:
    """What is to be approved: one body of `POST /<WABA_ID>/message_templates` for each language."""
    return [
        {
            "name": NAME,
            "language": _code(language),
            "category": "UTILITY",
            "components": [{"type": "BODY", "text": say(_KEY, language)}],
        }
        for language in spoken()
    ]


def as_json() -> str:
    """The same as text, for docs/whatsapp_templates.json."""
    return json.dumps(submissions(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_json())
