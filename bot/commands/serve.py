"""`bot serve`: the assistant on its port."""

from __future__ import annotations

import time
from typing import Annotated, Literal

import typer


def serve(
    part: Annotated[
        Literal["all", "web"], typer.Argument(help="all of it, or one part alone")
    ] = "all",
) -> None:
    """Serves the web chat and the webhooks until Ctrl-C."""
    from bot.dialogue.quiet import quiet_rasa
    from bot.settings import settings

    options = settings()
    started = time.monotonic()
    typer.echo("starting Suar (loading Rasa and the model, about 15 s) ...")
    quiet_rasa()

    import uvicorn

    from bot.channels.app import create_app
    from bot.channels.service import open_service
    from bot.store.database import master_key

    _, made = master_key(options)
    if made:
        typer.echo(
            f"made a key for a local trial ({options.var / 'master.key'}); "
            "in production set SUAR_MASTER_KEY"
        )
    app = create_app(open_service(options))
    address = f"http://{options.host}:{options.port}"
    typer.echo(f"ready after {time.monotonic() - started:.0f} s\n\n  web chat  {address}/\n")
    typer.echo("Ctrl-C stops it. Cases: `.venv/bin/python -m bot cases list`.")
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        log_config=None,
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
