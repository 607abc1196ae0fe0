"""`bot cases`: the escalations, for whoever runs the hotline side until there is a console."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Escalations.")


@app.command("list")
def list_cases() -> None:
    """Number, state, urgency, country, language and opening of every case, newest first."""
    from rich.console import Console
    from rich.table import Table
    from sqlalchemy import select

    from bot.store.current import current_store
    from bot.store.models import Case

    columns = (
        "number",
        "state",
        "urgency",
        "child",
        "country",
        "language",
        "because",
        "opened (UTC)",
    )
    table = Table(*columns)
    with current_store().transaction() as session:
        for case in session.scalars(select(Case).order_by(Case.id.desc())):
            table.add_row(
                case.number,
                case.state,
                case.urgency,
                "yes" if case.child else "",
                case.country or "",
                case.language,
                case.opened_because,
                f"{case.opened_at:%Y-%m-%d %H:%M}",
            )
    Console().print(table)


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="of the case, as the person was told it")],
    language: Annotated[str, typer.Option(help="to read the summary in")] = "en",
) -> None:
    """What the person agreed to pass on, and what happened since."""
    from sqlalchemy import select

    from bot.cases.cases import chain_is_whole, note, summary_of
    from bot.store.current import current_store
    from bot.store.models import Case, CaseEvent

    store = current_store()
    with store.transaction() as session:
        case = session.scalar(select(Case).where(Case.number == number.upper()))
        if case is None:
            typer.echo(f"there is no case {number}", err=True)
            raise typer.Exit(1)
        typer.echo(f"{case.number}  {case.state}  {case.urgency}")
        typer.echo(summary_of(case, store.keys).text(language))
        whole = "" if chain_is_whole(session, case) else "  THE HISTORY WAS CHANGED"
        typer.echo(f"history:{whole}")
        events = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
        for event in session.scalars(events):
            typer.echo(f"  {event.at:%Y-%m-%d %H:%M:%S}  {event.kind}  {event.details or ''}")
        note(session, case, "read_in_terminal")
