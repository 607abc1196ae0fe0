"""What every connector is given."""

from __future__ import annotations

from dataclasses import dataclass

from bot.delivery.messages import Receiver
from bot.settings import Settings
from bot.store.database import Store


@dataclass(frozen=True)
class Service:
    """Inbox, database and settings of a running Suar."""

    inbox: Receiver
    store: Store
    settings: Settings
