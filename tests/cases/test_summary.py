from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.cases.summary import Summary, speaker_of
from bot.dialogue.emergency import respond
from bot.language.entities import entities_in
from bot.store.database import Store
from bot.store.models import Case


def test_a_summary_says_one_fact_a_line_in_the_language_of_the_reader() -> None:
    summary = Summary(
        who="self",
        country="KH",
        age=17,
        signs=("retention_of_documents", "online_scam_work"),
        words="jangan telepon, tulis saja",
        wish=True,
        language="id",
    )
    lines = summary.text("en").splitlines()
    assert all(line.startswith("• ") for line in lines)
    assert len(lines) == 7
    assert "Country: Cambodia" in lines[1]
    assert "Age: 17" in lines[2]
    assert " and " in lines[3]
    assert "jangan telepon, tulis saja" in lines[4]
    assert "Indonesian" in lines[5]
    assert "Kamboja" in summary.text("id")
    assert "Kemboja" in summary.text("ms")


def test_what_is_not_known_has_no_line() -> None:
    assert len(Summary().text("en").splitlines()) == 2


def test_a_summary_has_no_room_for_a_transcript() -> None:
    with pytest.raises(ValidationError):
        Summary.model_validate({"transcript": "semua yang ditulis"})


def test_an_emergency_passes_on_facts_and_never_the_story(store: Store) -> None:
    story = "tolong anak saya umur 14 namanya Melati Kenari dipukul om Budi di johor"
    with store.transaction() as session:
        respond(
            session,
            store.keys,
            "c1",
            language="id",
            intent="disclose_exploitation",
            indicators=("physical_sexual_violence", "underage"),
            entities=tuple(entities_in(story)),
            country="MY",
        )
    with store.transaction() as session:
        case = session.query(Case).one()
        stored = store.keys.decrypt(case.summary_enc, f"case.summary:{case.id}")
    for word in ("Melati", "Kenari", "Budi", "johor", "dipukul", "tolong"):
        assert word not in stored
    assert Summary.model_validate_json(stored) == Summary(
        who="child",
        country="MY",
        age=14,
        signs=("physical_sexual_violence", "underage"),
        language="id",
    )


@pytest.mark.parametrize(
    ("relation", "who"),
    [
        (None, "self"),
        ("child", "child"),
        ("sibling", "family"),
        ("spouse", "family"),
        ("parent", "family"),
        ("relative", "family"),
        ("friend", "friend"),
        ("neighbour", "friend"),
        ("coworker", "friend"),
    ],
)
def test_whom_it_is_about_follows_from_the_word_for_them(relation: str | None, who: str) -> None:
    assert speaker_of(relation) == who
