"""`bot serve`: the assistant on its port; all of it, or one part alone."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Annotated

import typer


class Part(StrEnum):
    """The processes Suar is made of."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


def serve(
    part: Annotated[Part, typer.Argument(help="all of it, or one part alone")] = Part.ALL,
) -> None:
    """Serves the web chat and the channels until Ctrl-C."""
    if part is Part.WEB:
        _web()
    elif part is Part.WORKER:
        _worker()
    else:
        _all()


def _web() -> None:
    """Receives and sends; needs neither Rasa nor the model."""
    import uvicorn

    from bot.channels.app import create_app
    from bot.channels.connected import connect
    from bot.channels.service import Service
    from bot.delivery.inbox import Inbox
    from bot.delivery.wake import Waker
    from bot.logs import configure_logs
    from bot.settings import settings
    from bot.store.current import current_store

    options = settings()
    configure_logs(options.log_format)
    store = current_store()
    waker = Waker(store.engine)
    service = Service(Inbox(store, waker.ring), store, options)
    connection = connect(service)
    with connection.running():
        uvicorn.run(
            create_app(service, connection.routes),
            host=options.host,
            port=options.port,
            log_config=None,
            ws="none",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )


def _worker() -> None:
    """Answers what is in the inbox, with Rasa and the model."""
    import signal

    from bot.dialogue.quiet import quiet_rasa
    from bot.settings import settings

    options = settings()
    quiet_rasa()

    from bot.channels.connected import sending_channels
    from bot.delivery.answer import Answerer
    from bot.delivery.wake import Waker
    from bot.delivery.worker import Worker
    from bot.dialogue.load import load_dialogue
    from bot.store.current import current_store

    store = current_store()
    waker = Waker(store.engine)
    waker.listen()
    answerer = Answerer(load_dialogue(options, store), sending_channels(options))
    worker = Worker(store, answerer, waker)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    typer.echo("worker ready")
    try:
        worker.run()
    except KeyboardInterrupt:
        worker.stop()


def _all() -> None:
    """Starts every part, starts one again that ends, and stops all at Ctrl-C."""
    from bot.commands.supervise import Family
    from bot.settings import settings
    from bot.store.current import current_store
    from bot.store.database import master_key

    options = settings()
    started = time.monotonic()
    _, made = master_key(options)
    current_store().engine.dispose()  # tables are up to date before any part starts
    if made:
        typer.echo(
            f"made a key for a local trial ({options.var / 'master.key'}); "
            "in production set SUAR_MASTER_KEY"
        )
    typer.echo("starting Suar (loading Rasa and the model, about 15 s) ...")
    address = f"http://{options.host}:{options.port}"
    with Family([Part.WEB.value, Part.WORKER.value]) as family:
        if family.wait_until_ready(f"{address}/ready"):
            typer.echo(
                f"ready after {time.monotonic() - started:.0f} s\n\n  web chat  {address}/\n"
            )
            for name, on, how in (
                ("Telegram", bool(options.telegram_token), "TELEGRAM_BOT_TOKEN"),
                ("WhatsApp", bool(options.whatsapp_token), "WHATSAPP_TOKEN and three more"),
            ):
                typer.echo(f"  {name:9} {'on' if on else f'off; {how} switches it on'}")
            typer.echo("\nCtrl-C stops it. Cases: `.venv/bin/python -m bot cases list`.")
        family.keep_alive()
