from __future__ import annotations

from pathlib import Path

import pytest

from bot.triage.examples import ExamplesError, read_examples, read_file


def test_the_folder_names_the_language(tmp_path: Path) -> None:
    (tmp_path / "ms").mkdir()
    (tmp_path / "ms" / "greet.yml").write_text(
        "nlu:\n- intent: greet\n  examples:\n  - text: hai\n    metadata: {urgency: none}\n"
    )
    [example] = read_examples(tmp_path)
    assert (example.language, example.intent, example.text) == ("ms", "greet", "hai")


def test_a_file_in_another_form_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "greet.yml"
    path.write_text("nlu:\n- intent: greet\n  examples: |\n    - hai\n")
    with pytest.raises(ExamplesError, match=r"greet\.yml"):
        list(read_file(path))
