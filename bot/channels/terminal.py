"""A conversation in the terminal; buttons are chosen by their number."""

from __future__ import annotations

from rich.console import Console
from rich.panel import Panel
from rich.prompt import Prompt

from bot.dialogue.turn import Dialogue
from bot.replies.catalogue import say
from bot.replies.menus import menu

CHANNEL = "terminal"


async def converse(dialogue: Dialogue, console: Console, address: str, language: str) -> None:
    """Talks until end of input (Ctrl-D) or Ctrl-C."""
    console.print(Panel(say("welcome", language) + "\n\n" + say("menu", language), title="Suar"))
    shown = [button.title for button in menu("main", language)]
    tokens = shown
    while True:
        for number, title in enumerate(shown, start=1):
            console.print(f"  [bold cyan]{number}[/] {title}")
        try:
            text = Prompt.ask("[bold]>[/]", console=console)
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        chosen = text.strip()
        if chosen.isdecimal() and 1 <= int(chosen) <= len(tokens):
            text = tokens[int(chosen) - 1]
        replies = await dialogue.turn(CHANNEL, address, text, language_hint=language)
        pairs = [pair for reply in replies for pair in reply.buttons]
        shown, tokens = [title for title, _ in pairs], [token for _, token in pairs]
        for reply in replies:
            console.print(Panel(reply.text, border_style="blue"), markup=False)
