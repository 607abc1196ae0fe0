"""The labelled messages under data/nlu, read without Rasa (format: Rasa's NLU training data)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ExamplesError(ValueError):
    """A file of examples that cannot be read."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled message."""

    text: str
    language: str
    intent: str
    urgency: str
    indicators: tuple[str, ...]


def read_file(path: Path) -> Iterator[Example]:
    """The examples of one file; the name of its folder is their language.

    Raises:
        ExamplesError: the file is not in the format; the text names file and place.
    """
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (safe loader)
    try:
        for block in document["nlu"]:
            for example in block["examples"]:
                labels = example["metadata"]
                yield Example(
                    text=example["text"].strip(),
                    language=path.parent.name,
                    intent=block["intent"],
                    urgency=labels["urgency"],
                    indicators=tuple(labels.get("indicators", ())),
                )
    except (KeyError, TypeError, AttributeError) as error:
        raise ExamplesError(
            f"{path}: {error!r}; an example is `- text: ...` with `metadata: {{urgency: ...}}`"
        ) from error


def read_examples(folder: Path) -> list[Example]:
    """Every example under `folder/<language>/*.yml`, in the order of the files."""
    return [example for path in sorted(folder.glob("*/*.yml")) for example in read_file(path)]
