"""Takes updates in: reads them, hands them to the inbox, quarantines what cannot be read.

Webhook and long polling both come through here. What this returns without an error is stored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import structlog

from bot.channels.telegram.names import CHANNEL
from bot.channels.telegram.updates import FollowUp, UnreadableUpdateError, read_update
from bot.delivery.messages import Inbound, Receiver, StoreDownError

_MOST_KEPT = 65_536
log = structlog.get_logger(__name__)


def set_aside(receiver: Receiver, raw: bytes, why: str) -> None:
    """Quarantines raw bytes, the beginning where there is very much of it.

    Raises:
        StoreDownError: nothing was stored.
    """
    receiver.quarantine(CHANNEL, raw[:_MOST_KEPT], why)


def _raw(update: object) -> bytes:
    return json.dumps(update).encode("ascii", "backslashreplace")


def _hand_in(receiver: Receiver, messages: Sequence[Inbound], update: object) -> None:
    """Hands in the messages of one update.

    An update that the inbox chokes on is set aside: were it refused, Telegram would repeat it for a
    day and keep back everything that the same person writes after it.
    """
    try:
        receiver.accept(messages)
    except StoreDownError:
        raise
    except Exception as error:
        log.exception("inbox_failed", channel=CHANNEL)
        set_aside(receiver, _raw(update), f"not taken: {type(error).__name__}")


def take_in(
    receiver: Receiver, updates: Sequence[object], *, staff_chat: str = ""
) -> list[FollowUp]:
    """Stores the messages of updates, in order; returns what else they ask for.

    Raises:
        StoreDownError: not all of it was stored; hand in the same updates again later.
    """
    follow_ups: list[FollowUp] = []
    for update in updates:
        try:
            messages, more = read_update(update, staff_chat=staff_chat)
        except UnreadableUpdateError as error:
            set_aside(receiver, _raw(update), str(error))
            continue
        except Exception as error:  # a fault of ours must not lose what somebody wrote
            log.exception("update_unreadable", channel=CHANNEL)
            set_aside(receiver, _raw(update), f"unreadable: {type(error).__name__}")
            continue
        if messages:
            _hand_in(receiver, messages, update)
        follow_ups += more
    return follow_ups
