"""The script a text is written in: for seven of the languages that settles the language."""

from __future__ import annotations

from collections import Counter

_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0E00, 0x0E7F, "th"),
    (0x1000, 0x109F, "my"),
    (0xAA60, 0xAA7F, "my"),
    (0x1780, 0x17FF, "km"),
    (0x0980, 0x09FF, "bn"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0900, 0x097F, "deva"),
    (0x3400, 0x4DBF, "zh"),
    (0x4E00, 0x9FFF, "zh"),
    (0xF900, 0xFAFF, "zh"),
)


def script_of(character: str) -> str | None:
    """`latin`, `deva`, or the language that alone is written in this script; None for the rest."""
    code = ord(character)
    if code < 0x0250 or 0x1E00 <= code <= 0x1EFF:
        return "latin" if character.isalpha() else None
    for first, last, name in _RANGES:
        if first <= code <= last:
            return name
    return "other" if character.isalpha() else None


def main_script(text: str) -> str | None:
    """The script that carries the text; a Chinese or Khmer sign weighs as much as a short word."""
    counts: Counter[str] = Counter()
    for character in text:
        script = script_of(character)
        if script:
            counts[script] += 1 if script in ("latin", "other") else 3
    return counts.most_common(1)[0][0] if counts else None
