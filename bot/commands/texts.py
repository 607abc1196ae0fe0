"""`bot texts`: whether every language can be said."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Texts in every language.")


@app.command()
def check() -> None:
    """Missing texts, placeholders, overlong buttons, typed numbers; exits 1 and names each fault."""
    from bot.replies.catalogue import spoken, texts
    from bot.replies.checks import faults, unreviewed

    found = faults()
    for fault in found:
        typer.echo(fault)
    if found:
        raise typer.Exit(1)
    for language in spoken():
        waiting = unreviewed(language)
        typer.echo(
            f"{language}: {len(texts(language))} texts, {waiting} not reviewed by a native speaker"
        )
