"""Opening a case and writing down what happens to it.

A case is opened with the person's consent, or without asking only in an emergency; then they are
told. Every change is an event that carries the hash of the one before.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cases.summary import Summary
from bot.store.crypto import Keys
from bot.store.models import Case, CaseEvent, now

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_NUMBER_LENGTH = 6
_CHILD = 18
CLOSED = "closed"


def _new_number(session: Session) -> str:
    while True:
        number = "".join(secrets.choice(_ALPHABET) for _ in range(_NUMBER_LENGTH))
        if not session.scalar(select(Case.id).where(Case.number == number)):
            return number


def note(session: Session, case: Case, kind: str, **details: Any) -> CaseEvent:
    """Appends an event to a case; `details` hold codes and ids, never what a person wrote."""
    previous = session.scalar(
        select(CaseEvent.hash)
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.id.desc())
        .limit(1)
    )
    at = now()
    body = json.dumps([previous, case.id, kind, details, at.isoformat()], sort_keys=True)
    digest = hashlib.sha256(body.encode()).hexdigest()
    row = CaseEvent(case_id=case.id, kind=kind, details=details, at=at, hash=digest)
    session.add(row)
    session.flush()
    return row


def open_case(
    session: Session,
    keys: Keys,
    conversation_id: str,
    summary: Summary,
    *,
    urgency: str,
    because: str,
    child: bool = False,
) -> Case:
    """A new case in state `new`; `because` is "emergency" or "consent"."""
    case = Case(
        number=_new_number(session),
        conversation_id=conversation_id,
        language=summary.language,
        urgency=urgency,
        indicators=list(summary.signs),
        country=summary.country,
        child=child or (summary.age is not None and summary.age < _CHILD),
        speaker=summary.who,
        opened_because=because,
    )
    session.add(case)
    session.flush()
    rewrite_summary(case, keys, summary)
    note(session, case, "opened", because=because, urgency=urgency)
    if because == "consent":
        note(session, case, "consent_given", what="summary", to="hotline")
    return case


def rewrite_summary(case: Case, keys: Keys, summary: Summary) -> None:
    """Stores the facts of a case, encrypted for this case alone."""
    case.summary_enc = keys.encrypt(summary.model_dump_json(), f"case.summary:{case.id}")


def summary_of(case: Case, keys: Keys) -> Summary:
    """The facts of a case.

    Raises:
        DecryptionError: another key, or a damaged row.
    """
    stored = keys.decrypt(case.summary_enc, f"case.summary:{case.id}")
    return Summary.model_validate_json(stored)


def open_case_of(session: Session, conversation_id: str) -> Case | None:
    """The newest case of a conversation that is not closed."""
    return session.scalar(
        select(Case)
        .where(Case.conversation_id == conversation_id, Case.state != CLOSED)
        .order_by(Case.id.desc())
        .limit(1)
    )


def cases_of(session: Session, conversation_id: str) -> Sequence[Case]:
    """All cases of a conversation, newest first."""
    query = select(Case).where(Case.conversation_id == conversation_id).order_by(Case.id.desc())
    return session.scalars(query).all()


def chain_is_whole(session: Session, case: Case) -> bool:
    """True where no event of the case was changed, put in between or taken out of the middle."""
    previous: str | None = None
    rows = session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
    )
    for row in rows:
        body = json.dumps(
            [previous, case.id, row.kind, row.details, row.at.isoformat()], sort_keys=True
        )
        if hashlib.sha256(body.encode()).hexdigest() != row.hash:
            return False
        previous = row.hash
    return True
