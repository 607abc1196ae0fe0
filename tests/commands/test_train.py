"""The model is trained when what it is made from has changed, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.commands import train as command
from bot.settings import ROOT, settings


class Trainings:
    """Stands in for the minute that Rasa takes; counts how often it would."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, folder: Path, name: str) -> Path:
        self.count += 1
        made = folder / f"{name}.tar.gz"
        made.write_text(f"model {self.count}")
        return made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the model is made from."""
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("data/nlu", "data/stories", "bot"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def trainings(project: Path, monkeypatch: pytest.MonkeyPatch) -> Trainings:
    counted = Trainings()
    options = settings().model_copy(update={"model": project / "models" / "suar.tar.gz"})
    monkeypatch.setattr(command, "settings", lambda: options)
    monkeypatch.setattr(command, "_rasa_train", counted)
    return counted


def test_the_second_call_trains_nothing(
    trainings: Trainings, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command.train(force=False)
    command.train(force=False)
    assert trainings.count == 1
    assert "model is up to date" in capsys.readouterr().out
    assert (project / "models" / "suar.tar.gz").read_text() == "model 1"


def test_force_trains_again(trainings: Trainings, project: Path) -> None:
    command.train(force=False)
    command.train(force=True)
    assert trainings.count == 2
    assert (project / "models" / "suar.tar.gz").read_text() == "model 2"


def test_a_model_that_was_deleted_is_trained_again(trainings: Trainings, project: Path) -> None:
    command.train(force=False)
    (project / "models" / "suar.tar.gz").unlink()
    command.train(force=False)
    assert trainings.count == 2


def test_a_training_that_fails_is_not_taken_for_a_model(
    trainings: Trainings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_folder: Path, _name: str) -> Path:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(command, "_rasa_train", fails)
        with pytest.raises(RuntimeError):
            command.train(force=False)
    command.train(force=False)
    assert trainings.count == 1


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/ms/greet.yml",
        "data/stories/rules.yml",
        "bot/nlu/classifier.py",
        "bot/triage/features.py",
        "bot/language/normal.py",
    ],
)
def test_a_change_of_what_it_is_made_from_trains_it_again(
    trainings: Trainings, project: Path, name: str
) -> None:
    command.train(force=False)
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    command.train(force=False)
    assert trainings.count == 2


def test_a_new_file_of_examples_trains_it_again(trainings: Trainings, project: Path) -> None:
    command.train(force=False)
    (project / "data" / "nlu" / "jv").mkdir()
    (project / "data" / "nlu" / "jv" / "greet.yml").write_text("nlu: []\n")
    command.train(force=False)
    assert trainings.count == 2


def test_a_change_of_anything_else_trains_nothing(trainings: Trainings, project: Path) -> None:
    command.train(force=False)
    (project / "bot" / "channels" / "rest.py").write_text("")
    (project / "README.md").write_text("changed")
    command.train(force=False)
    assert trainings.count == 1
