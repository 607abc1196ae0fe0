from __future__ import annotations

import pytest

from bot.language.entities import Entity
from bot.triage.lexicon import hits
from bot.triage.rules import higher, judge

_CALM = {"none": 0.97, "concern": 0.01, "urgent": 0.01, "emergency": 0.01}
_URGENT = {"none": 0.05, "concern": 0.05, "urgent": 0.8, "emergency": 0.1}
_CHILD = Entity("age", 15, 0, 2)
_ADULT = Entity("age", 18, 0, 2)


def test_a_calm_question_stays_calm() -> None:
    judged = judge("ask_visa", _CALM, {}, (), ())
    assert (judged.urgency, judged.indicators, judged.reasons) == ("none", (), ())


def test_words_lift_the_urgency_whatever_was_learnt() -> None:
    judged = judge("disclose_exploitation", _CALM, {}, (), hits("dia pegang pisau"))
    assert judged.urgency == "emergency"
    assert judged.indicators == ("intimidation_threats",)
    assert judged.reasons == ("words: pegang pisau",)


def test_words_never_lower_what_was_learnt() -> None:
    learnt = {"none": 0.0, "concern": 0.0, "urgent": 0.1, "emergency": 0.9}
    judged = judge("disclose_exploitation", learnt, {}, (), hits("they locked us in"))
    assert judged.urgency == "emergency"


@pytest.mark.parametrize(
    ("intent", "floor"),
    [("self_harm", "emergency"), ("urgent_help", "urgent"), ("report_missing", "urgent")],
)
def test_some_messages_are_never_taken_lightly(intent: str, floor: str) -> None:
    assert judge(intent, _CALM, {}, (), ()).urgency == floor


def test_a_missing_child_is_an_emergency_and_a_missing_adult_is_urgent() -> None:
    assert judge("report_missing", _CALM, {}, [_CHILD], ()).urgency == "emergency"
    assert judge("report_missing", _CALM, {}, [_ADULT], ()).urgency == "urgent"


def test_a_missing_child_is_seen_without_an_age() -> None:
    judged = judge("report_missing", _CALM, {"underage": 0.9}, (), ())
    assert judged.urgency == "emergency"
    assert "rule: a missing child" in judged.reasons


def test_a_child_inside_exploitation_is_an_emergency() -> None:
    judged = judge("disclose_exploitation", _URGENT, {}, [_CHILD], ())
    assert judged.urgency == "emergency"
    assert "underage" in judged.indicators
    assert judge("disclose_exploitation", _URGENT, {}, [_ADULT], ()).urgency == "urgent"


def test_a_child_in_a_question_is_no_emergency() -> None:
    judged = judge("ask_minimum_age", _CALM, {}, [_CHILD], ())
    assert (judged.urgency, judged.indicators) == ("none", ("underage",))


def test_eighteen_is_no_child() -> None:
    assert "underage" not in judge("check_offer", _CALM, {}, [_ADULT], ()).indicators


def test_a_sign_needs_to_be_likely_and_signs_are_sorted() -> None:
    scores = {"withholding_of_wages": 0.9, "deception": 0.6, "isolation": 0.1}
    judged = judge("disclose_exploitation", _URGENT, scores, (), ())
    assert judged.indicators == ("deception", "withholding_of_wages")


def test_danger_divided_over_two_classes_still_counts_as_danger() -> None:
    split = {"none": 0.4, "concern": 0.05, "urgent": 0.28, "emergency": 0.27}
    assert judge("disclose_exploitation", split, {}, (), ()).urgency == "emergency"


def test_the_higher_of_two_urgencies() -> None:
    assert higher("concern", "urgent") == "urgent"
    assert higher("emergency", "none") == "emergency"
