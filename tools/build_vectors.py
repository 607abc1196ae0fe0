"""Keeps the encodings of the long training examples in data/nlu/vectors.npz (bot/triage/vectors.py).

    python tools/build_vectors.py

Run it after many examples were added; training works without, only longer.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.triage.encoder import encoder  # noqa: E402
from bot.triage.examples import read_examples  # noqa: E402
from bot.triage.vectors import LONG, write_vectors  # noqa: E402


def main() -> None:
    texts = sorted({e.text for e in read_examples(ROOT / "data" / "nlu") if len(e.text) >= LONG})
    path = ROOT / "data" / "nlu" / "vectors.npz"
    write_vectors(path, texts, encoder())
    print(f"{path.relative_to(ROOT)}: {len(texts)} examples, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
