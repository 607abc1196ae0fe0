"""The store of this process, opened once; for actions, which Rasa makes without arguments."""

from __future__ import annotations

from functools import lru_cache

from bot.settings import settings
from bot.store.database import Store, open_store


@lru_cache(maxsize=1)
def current_store() -> Store:
    """The store that the settings name."""
    return open_store(settings())
