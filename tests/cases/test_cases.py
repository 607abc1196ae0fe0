from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.cases.cases import (
    cases_of,
    chain_is_whole,
    note,
    open_case,
    open_case_of,
    rewrite_summary,
    summary_of,
)
from bot.cases.summary import Summary
from bot.store.crypto import DecryptionError
from bot.store.database import Store
from bot.store.models import Case, CaseEvent

_SUMMARY = Summary(who="child", country="MY", age=15, signs=("underage",), language="ms")


def opened(store: Store, because: str = "consent", **facts: object) -> int:
    with store.transaction() as session:
        summary = _SUMMARY.model_copy(update=facts)
        case = open_case(session, store.keys, "c1", summary, urgency="urgent", because=because)
        return case.id


def kinds(store: Store, case_id: int) -> list[str]:
    with store.transaction() as session:
        query = select(CaseEvent.kind).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)
        return list(session.scalars(query))


def test_a_new_case_holds_the_facts_and_what_they_mean(store: Store) -> None:
    case_id = opened(store)
    with store.transaction() as session:
        case = session.get_one(Case, case_id)
        assert (case.state, case.urgency, case.country, case.language) == (
            "new",
            "urgent",
            "MY",
            "ms",
        )
        assert case.child
        assert case.speaker == "child"
        assert summary_of(case, store.keys) == _SUMMARY


def test_an_adult_is_no_child_unless_it_was_said(store: Store) -> None:
    case_id = opened(store, age=18, signs=())
    with store.transaction() as session:
        assert not session.get_one(Case, case_id).child


def test_a_number_can_be_read_out_without_mistakes(store: Store) -> None:
    numbers = set()
    for _ in range(20):
        case_id = opened(store)
        with store.transaction() as session:
            numbers.add(session.get_one(Case, case_id).number)
    assert len(numbers) == 20
    assert all(len(number) == 6 for number in numbers)
    assert not set("".join(numbers)) & set("01IOLl")


def test_consent_is_written_down_where_it_was_given(store: Store) -> None:
    assert kinds(store, opened(store)) == ["opened", "consent_given"]


def test_an_emergency_is_opened_without_consent_and_says_so(store: Store) -> None:
    case_id = opened(store, because="emergency")
    assert kinds(store, case_id) == ["opened"]
    with store.transaction() as session:
        assert session.get_one(Case, case_id).opened_because == "emergency"


def test_the_newest_case_that_is_not_closed_is_the_open_one(store: Store) -> None:
    first, second = opened(store), opened(store)
    with store.transaction() as session:
        found = open_case_of(session, "c1")
        assert found is not None
        assert found.id == second
        found.state = "closed"
    with store.transaction() as session:
        found = open_case_of(session, "c1")
        assert found is not None
        assert found.id == first
        assert [case.id for case in cases_of(session, "c1")] == [second, first]


def test_somebody_elses_case_is_not_found(store: Store) -> None:
    opened(store)
    with store.transaction() as session:
        assert open_case_of(session, "c2") is None
        assert cases_of(session, "c2") == []


def test_what_is_noted_is_added_and_the_history_stays_whole(store: Store) -> None:
    case_id = opened(store)
    with store.transaction() as session:
        note(session, session.get_one(Case, case_id), "said_no_emergency", by="person")
    assert kinds(store, case_id)[-1] == "said_no_emergency"
    with store.transaction() as session:
        session.expire_all()
        assert chain_is_whole(session, session.get_one(Case, case_id))


@pytest.mark.parametrize("harm", ["kind", "details", "at", "remove_first", "remove_middle", "swap"])
def test_a_history_that_was_changed_is_noticed(store: Store, harm: str) -> None:
    case_id = opened(store)
    with store.transaction() as session:
        case = session.get_one(Case, case_id)
        note(session, case, "read_in_terminal")
        first, middle, last = session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)
        )
        if harm == "kind":
            middle.kind = "consent_refused"
        elif harm == "details":
            first.details = {**first.details, "urgency": "none"}
        elif harm == "at":
            last.at = first.at
        elif harm == "remove_first":
            session.delete(first)
        elif harm == "remove_middle":
            session.delete(middle)
        else:
            middle.kind, last.kind = last.kind, middle.kind
    with store.transaction() as session:
        assert not chain_is_whole(session, session.get_one(Case, case_id))


def test_cases_written_at_the_same_time_keep_histories_of_their_own(store: Store) -> None:
    first, second = opened(store), opened(store)
    for case_id in (first, second, first):
        with store.transaction() as session:
            note(session, session.get_one(Case, case_id), "read_in_terminal")
    with store.transaction() as session:
        assert all(chain_is_whole(session, session.get_one(Case, i)) for i in (first, second))


def test_the_summary_of_one_case_cannot_be_put_into_another(store: Store) -> None:
    first, second = opened(store), opened(store)
    with store.transaction() as session:
        case = session.get_one(Case, second)
        case.summary_enc = session.get_one(Case, first).summary_enc
        with pytest.raises(DecryptionError):
            summary_of(case, store.keys)


def test_a_summary_can_be_written_again(store: Store) -> None:
    case_id = opened(store)
    new = _SUMMARY.model_copy(update={"country": "ID"})
    with store.transaction() as session:
        case = session.get_one(Case, case_id)
        rewrite_summary(case, store.keys, new)
        assert summary_of(case, store.keys) == new
