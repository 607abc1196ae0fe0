"""The facts are whole today, and whatever an editor breaks is found and named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.checks import FactsError, due, faults
from bot.settings import ROOT

_DAY = date(2026, 12, 1)
_FACTS = ROOT / "data" / "facts"
_FILES = {
    name: yaml.load((_FACTS / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for name in ("hotlines", "law")
}
Files = dict[str, Any]
Break = Callable[[Any], None]


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[str]]:
    """Breaks a copy of the facts and returns what is found."""

    def run(break_it: Callable[[Files], None], day: date = _DAY) -> list[str]:
        files = copy.deepcopy(_FILES)
        break_it(files)
        for name, document in files.items():
            text = yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True)
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return faults(day, tmp_path)

    return run


def channel(files: Files, name: str) -> dict[str, Any]:
    return next(c for c in files["hotlines"]["channels"] if c["id"] == name)


def fact(files: Files, name: str) -> dict[str, Any]:
    return next(f for f in files["law"]["facts"] if f["id"] == name)


def test_nothing_is_wrong_with_the_facts() -> None:
    assert faults() == []


def test_an_unbroken_copy_is_found_whole(check: Callable[..., list[str]]) -> None:
    assert check(lambda _files: None) == []


def first_number(name: str, **changes: Any) -> Break:
    return lambda files: channel(files, name)["numbers"][0].update(changes)


def of_channel(name: str, **changes: Any) -> Break:
    return lambda files: channel(files, name).update(changes)


def of_fact(name: str, **changes: Any) -> Break:
    return lambda files: fact(files, name).update(changes)


_PALERMO = "int-palermo-child"


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (of_channel("my-999", sources=[]), "my-999: no source"),
        (
            lambda files: channel(files, "my-999")["sources"][0].pop("url"),
            "my-999: a source has no address or no date of reading",
        ),
        (
            lambda files: channel(files, "my-999")["sources"][0].pop("read_on"),
            "my-999: a source has no address or no date of reading",
        ),
        (first_number("my-999", dial="call us"), "my-999: number '999' has no digits to dial"),
        (first_number("my-mapo", e164="80008000"), "'80008000' is no international number"),
        (first_number("my-mapo", e164="+6038"), "'+6038' has an impossible length"),
        (
            first_number("my-mapo", visible=False, why=None),
            "my-mapo: number '03-8000 8000' is hidden without a reason",
        ),
        (of_channel("my-999", trust="C"), "my-999: shown, but its grade is C"),
        (of_channel("my-999", verify_by=None), "my-999: shown, but has no verify_by date"),
        (of_channel("my-999", verify_by="2026-11-30"), "my-999: past its verify_by date"),
        (of_channel("my-999", numbers=[]), "my-999: shown, but nothing of it is visible"),
        (of_channel("tw-1955", id="tw-tip"), "channel 'tw-tip' stands twice"),
        (
            lambda files: [
                c.update(urgent_rank=None)
                for c in files["hotlines"]["channels"]
                if c["country"] == "KH"
            ],
            "KH: no channel to show to somebody in danger",
        ),
        (
            lambda files: fact(files, _PALERMO)["source"].update(url=""),
            f"{_PALERMO}: no source",
        ),
        (of_fact(_PALERMO, trust="D"), f"{_PALERMO}: shown, but its grade is D"),
        (of_fact(_PALERMO, verify_by=None), f"{_PALERMO}: shown, but has no verify_by date"),
        (of_fact(_PALERMO, verify_by="2026-11-30"), f"{_PALERMO}: past its verify_by date"),
        (of_fact(_PALERMO, show=False), f"rests on '{_PALERMO}', which is hidden"),
        (of_fact(_PALERMO, id="renamed"), f"names the fact '{_PALERMO}', which is not in law.yml"),
        (of_fact("int-palermo-consent", id=_PALERMO), f"fact '{_PALERMO}' stands twice"),
    ],
)
def test_a_fault_is_found_and_named(
    check: Callable[..., list[str]], break_it: Break, fault: str
) -> None:
    found = check(break_it)
    assert any(fault in line for line in found), found


def test_one_channel_for_danger_is_enough_for_a_country(check: Callable[..., list[str]]) -> None:
    assert check(of_channel("kh-117", urgent_rank=None)) == []


@pytest.mark.parametrize(
    ("break_it", "place"),
    [
        (of_channel("my-999", trust="E"), "trust"),
        (of_channel("my-999", checked="last year"), "checked"),
        (of_channel("my-999", phone="999"), "phone"),
        (of_channel("my-999", needs=["pizza"]), "needs"),
        (of_fact(_PALERMO, country="Malaysia"), "country"),
    ],
)
def test_a_file_that_breaks_the_form_is_refused_and_the_field_is_named(
    check: Callable[..., list[str]], break_it: Break, place: str
) -> None:
    with pytest.raises(FactsError, match=place):
        check(break_it)


def test_in_some_years_every_fact_that_is_shown_must_be_checked_again() -> None:
    late = faults(date(2030, 1, 1))
    assert len(late) > 50
    assert all("past its verify_by date" in line for line in late)


def test_a_hidden_fact_may_be_as_old_as_it_is(check: Callable[..., list[str]]) -> None:
    assert check(of_channel("my-wfw", verify_by="2020-01-01")) == []


def test_what_must_be_checked_soon_is_listed_oldest_first() -> None:
    assert due(_DAY) == []
    soon = due(date(2027, 4, 1))
    assert soon == sorted(soon)
    assert ("2027-05-21", "my-999") in soon
    assert all(day <= "2027-05-31" for day, _ in soon)
