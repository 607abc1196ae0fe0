"""Counts words per language from the public sets and our own examples into data/language/words.tsv.

    python tools/build_language_words.py ../shared/data

The table is what tells Malay from Indonesian and Hindi from Nepali (bot/language/identify.py).
Sources and licences: data/language/SOURCES.md.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.language.words import words  # noqa: E402
from bot.triage.examples import read_examples  # noqa: E402

LANGUAGES = ("id", "ms", "en", "jv", "tl", "vi", "hi", "ne")
KEEP_PER_LANGUAGE = 5000


def rows(folder: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in ("tatoeba", "tico19"):
        with (folder / name / "lid.tsv").open(encoding="utf-8") as file:
            found += [
                (r["lang"], r["text"]) for r in csv.DictReader(file, delimiter="\t", quoting=3)
            ]
    for path in sorted((folder / "massive").glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            found += [
                (path.stem, r["utt"]) for r in csv.DictReader(file, delimiter="\t", quoting=3)
            ]
    # Our own messages count three times: they are what people will type.
    found += [(e.language, e.text) for e in read_examples(ROOT / "data" / "nlu") for _ in range(3)]
    return found


def main() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for language, text in rows(Path(sys.argv[1])):
        if language in LANGUAGES:
            counts[language].update(words(text))
    kept = sorted(
        {w for c in counts.values() for w, n in c.most_common(KEEP_PER_LANGUAGE) if n > 1}
    )
    out = ROOT / "data" / "language" / "words.tsv"
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write("word\t" + "\t".join(LANGUAGES) + "\n")
        file.write("*\t" + "\t".join(str(sum(counts[x].values())) for x in LANGUAGES) + "\n")
        for word in kept:
            file.write(
                word + "\t" + "\t".join(str(counts[x][word] or "") for x in LANGUAGES) + "\n"
            )
    print(f"{out.relative_to(ROOT)}: {len(kept)} words, {out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
