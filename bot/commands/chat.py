"""`bot chat`: a conversation in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer


def chat(
    language: Annotated[str, typer.Option(help="of the first words: id, ms or en")] = "en",
) -> None:
    """Talks to Suar here; no server, nothing leaves this machine. Ctrl-D ends it."""
    import asyncio
    import secrets

    from rich.console import Console

    from bot.dialogue.quiet import quiet_rasa
    from bot.settings import settings

    console = Console()
    with console.status("loading Rasa and the model ..."):
        quiet_rasa()
        from bot.channels.terminal import converse
        from bot.dialogue.load import load_dialogue
        from bot.store.current import current_store

        dialogue = load_dialogue(settings(), current_store())
    asyncio.run(converse(dialogue, console, secrets.token_hex(8), language))
