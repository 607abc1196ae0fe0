"""Opaque tokens for buttons: nobody can set an intent or a slot by typing its name."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.replies.reply import Button, Reply
from bot.store.models import ButtonToken

_PREFIX = "b:"
_TOKEN = re.compile(r"b:[A-Za-z0-9_-]{12}")
_TURNS_KEPT = 30


def is_token(text: str) -> bool:
    """True for something shaped like a token; whether it is valid, `meaning` says."""
    return bool(_TOKEN.fullmatch(text))


def _last_turn(session: Session, conversation_id: str) -> int:
    query = select(func.max(ButtonToken.turn)).where(ButtonToken.conversation_id == conversation_id)
    return session.scalar(query) or 0


def issue(
    session: Session, conversation_id: str, replies: Sequence[Reply]
) -> list[tuple[tuple[str, str], ...]]:
    """Tokens for the buttons of one turn: (title, token) for each reply; old turns are dropped."""
    turn = _last_turn(session, conversation_id) + 1
    session.execute(
        delete(ButtonToken).where(
            ButtonToken.conversation_id == conversation_id,
            ButtonToken.turn <= turn - _TURNS_KEPT,
        )
    )
    issued = []
    for reply in replies:
        row = []
        for button in reply.buttons:
            token = _PREFIX + secrets.token_urlsafe(9)
            session.add(
                ButtonToken(
                    token=token,
                    conversation_id=conversation_id,
                    turn=turn,
                    title=button.title,
                    intent=button.intent,
                    answer=button.answer,
                )
            )
            row.append((button.title, token))
        issued.append(tuple(row))
    return issued


def meaning(session: Session, conversation_id: str, text: str) -> Button | None:
    """The button a text stands for in this conversation: by its token, or by the title typed out.

    A typed title counts only for the buttons shown last.
    """
    if is_token(text):
        found = session.get(ButtonToken, text)
        if found is not None and found.conversation_id == conversation_id:
            return Button(found.title, found.intent, found.answer)
        return None
    turn = _last_turn(session, conversation_id)
    shown = session.scalars(
        select(ButtonToken).where(
            ButtonToken.conversation_id == conversation_id, ButtonToken.turn == turn
        )
    ).all()
    wanted = text.strip().casefold()
    for row in shown:
        if row.title.casefold() == wanted:
            return Button(row.title, row.intent, row.answer)
    return None
