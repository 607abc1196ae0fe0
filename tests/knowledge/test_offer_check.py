from __future__ import annotations

import pytest

from bot.knowledge.offer_check import (
    assess,
    is_child,
    questions,
    read_answer,
    settled_by,
)

_GOOD = {
    "country": "MY",
    "age": 25,
    "recruiter": "company",
    "fee": "none",
    "visa": "work",
    "contract": "written",
    "documents": "self",
    "pressure": "free",
}


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("recruiter", "calo di kampung", "agent"),
        ("recruiter", "jiran saya", "agent"),
        ("recruiter", "my cousin", "agent"),
        ("recruiter", "dari fb", "online"),
        ("recruiter", "cuma lewat telegram", "online"),
        ("recruiter", "perusahaan resmi", "company"),
        ("recruiter", "a licensed company", "company"),
        ("fee", "gak bayar", "none"),
        ("fee", "percuma", "none"),
        ("fee", "free", "none"),
        ("fee", "potong gaji", "debt"),
        ("fee", "salary deduction", "debt"),
        ("fee", "diminta 5 juta", "asked"),
        ("fee", "RM3000", "asked"),
        ("visa", "visa turis", "visit"),
        ("visa", "pas lawatan sosial", "visit"),
        ("visa", "tourist visa", "visit"),
        ("visa", "umroh", "visit"),
        ("visa", "lewat jalan tikus", "none"),
        ("visa", "naik bot malam", "none"),
        ("visa", "visa kerja", "work"),
        ("visa", "work permit", "work"),
        ("contract", "belum ada", "missing"),
        ("contract", "tiada", "missing"),
        ("contract", "nanti di sana", "missing"),
        ("contract", "bahasa mandarin", "unclear"),
        ("contract", "sudah tanda tangan", "written"),
        ("documents", "dipegang majikan", "others"),
        ("documents", "ejen pegang", "others"),
        ("documents", "the boss", "others"),
        ("documents", "pegang sendiri", "self"),
        ("documents", "myself", "self"),
        ("pressure", "harus berangkat besok", "pressed"),
        ("pressure", "cepat kata dia", "pressed"),
        ("pressure", "jangan bilang keluarga", "secret"),
        ("pressure", "dont tell anyone", "secret"),
        ("pressure", "santai aja", "free"),
    ],
)
def test_an_answer_in_own_words_is_understood(question: str, text: str, answer: str) -> None:
    assert read_answer(question, text) == answer


@pytest.mark.parametrize(
    "text", ["skip", "gak tau", "tak pasti", "I don't know", "belum tahu", "idk", "lewati", "entah"]
)
@pytest.mark.parametrize("question", ["recruiter", "fee", "visa", "contract", "documents"])
def test_every_question_can_be_left_open(question: str, text: str) -> None:
    assert read_answer(question, text) == "skip"


@pytest.mark.parametrize("text", ["hasilnya", "show result", "lihat hasil", "cukup", "keputusan"])
def test_the_result_can_be_asked_for_at_any_question(text: str) -> None:
    assert all(read_answer(question, text) == "result" for question in questions())


def test_a_plain_yes_or_no_answers_what_was_asked() -> None:
    assert read_answer("fee", "ya", yes=True) == "asked"
    assert read_answer("fee", "tidak", no=True) == "none"
    assert read_answer("contract", "betul", yes=True) == "written"
    assert read_answer("pressure", "enggak", no=True) == "free"


def test_a_yes_to_a_question_of_kind_answers_nothing() -> None:
    assert read_answer("recruiter", "ya", yes=True) is None


def test_something_else_altogether_is_no_answer() -> None:
    assert read_answer("visa", "cuacanya bagus") is None


def test_what_was_told_is_not_asked_again() -> None:
    assert settled_by(["upfront_fee", "wrong_visa", "deception"]) == {
        "fee": "asked",
        "visa": "visit",
    }
    assert settled_by([]) == {}


def test_with_nothing_known_everything_is_unknown_and_nothing_is_claimed() -> None:
    result = assess({}, ())
    assert result.signs == result.good == ()
    assert result.unknown == tuple(questions())
    assert not result.child
    assert {"verify_id", "pay", "visa", "contract", "keep", "family"} <= set(result.next_steps)


def test_a_good_offer_shows_no_sign_and_still_has_a_next_step() -> None:
    result = assess(_GOOD, ())
    assert result.signs == result.unknown == ()
    assert result.good == ("recruiter", "fee", "visa", "contract", "documents")
    assert result.next_steps == ("verify_id", "verify_my", "keep", "family")


@pytest.mark.parametrize(
    ("question", "answer", "sign", "step"),
    [
        ("recruiter", "agent", "unlicensed_recruiter", "verify_id"),
        ("recruiter", "online", "social_media_contact", "verify_id"),
        ("fee", "asked", "upfront_fee", "pay"),
        ("fee", "debt", "debt_bondage", "pay"),
        ("visa", "visit", "wrong_visa", "visa"),
        ("visa", "none", "irregular_route", "visa"),
        ("contract", "missing", "no_contract", "contract"),
        ("contract", "unclear", "no_contract", "contract"),
        ("documents", "others", "retention_of_documents", "keep"),
        ("pressure", "pressed", "time_pressure", "soon"),
        ("pressure", "secret", "secrecy", "soon"),
    ],
)
def test_one_bad_answer_is_one_sign_and_brings_its_step(
    question: str, answer: str, sign: str, step: str
) -> None:
    result = assess({**_GOOD, question: answer}, ())
    assert result.signs == (sign,)
    assert question not in result.good
    assert step in result.next_steps


def test_a_sign_that_was_told_is_there_whatever_was_answered_later() -> None:
    result = assess(_GOOD, ["upfront_fee"])
    assert result.signs == ("upfront_fee",)
    assert "fee" not in result.good


def test_a_sign_is_named_once() -> None:
    assert assess({"fee": "asked"}, ["upfront_fee", "upfront_fee"]).signs == ("upfront_fee",)


def test_a_question_left_open_is_unknown_and_no_sign() -> None:
    result = assess({**_GOOD, "visa": "skip"}, ())
    assert result.unknown == ("visa",)
    assert result.signs == ()
    assert "visa" in result.next_steps


@pytest.mark.parametrize("age", [15, 17, "under"])
def test_a_child_changes_everything(age: object) -> None:
    result = assess({**_GOOD, "age": age}, ())
    assert result.child
    assert result.signs[0] == "underage"
    assert result.next_steps == ("child", "keep", "family")


def test_a_child_that_was_told_of_counts_without_an_age() -> None:
    result = assess({**_GOOD, "age": "skip"}, ["underage"])
    assert result.child
    assert result.next_steps[0] == "child"


@pytest.mark.parametrize(
    ("age", "child"), [(17, True), ("under", True), (18, False), (None, False)]
)
def test_eighteen_is_grown_up(age: object, child: bool) -> None:
    assert is_child(age) is child


@pytest.mark.parametrize(
    ("country", "steps"),
    [("MY", ["verify_id", "verify_my"]), ("TW", ["verify_id", "verify"]), ("ID", ["verify_id"])],
)
def test_how_to_check_the_agency_depends_on_the_country(country: str, steps: list[str]) -> None:
    result = assess({**_GOOD, "country": country}, ())
    assert [step for step in result.next_steps if step.startswith("verify")] == steps
