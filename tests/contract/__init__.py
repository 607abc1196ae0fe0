"""The stable names (a copy of contract/taxonomy.yml): what they say is what the program must know."""

from __future__ import annotations

from pathlib import Path

import yaml

_TAXONOMY = yaml.safe_load((Path(__file__).parent / "taxonomy.yml").read_text(encoding="utf-8"))

INTENTS = tuple(_TAXONOMY["intents"])
URGENCIES = tuple(_TAXONOMY["urgency"])
INDICATORS = tuple(_TAXONOMY["indicators"])
