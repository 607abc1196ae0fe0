"""`bot facts`: whether the facts may be said."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Reporting channels and law.")


@app.command()
def check() -> None:
    """Source, date, grade, numbers and verify-by dates of every fact; exits 1 and names each fault."""
    from bot.knowledge.channels import read_channels, shown_channels
    from bot.knowledge.checks import faults
    from bot.knowledge.law import read_law, shown_law

    found = faults()
    for fault in found:
        typer.echo(fault)
    if found:
        raise typer.Exit(1)
    typer.echo(
        f"{len(read_channels())} channels, {len(shown_channels())} shown; "
        f"{len(read_law())} facts of law, {len(shown_law())} shown: no fault"
    )


@app.command()
def due() -> None:
    """What must be checked within 60 days, oldest first."""
    from bot.knowledge import checks

    for date, name in checks.due():
        typer.echo(f"{date}  {name}")
