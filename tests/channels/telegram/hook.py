"""The webhook alone, on a port of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute


@contextmanager
def serving(*routes: BaseRoute) -> Iterator[str]:
    """Serves routes; gives the address of the server."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=64)
    config = uvicorn.Config(
        Starlette(routes=list(routes)), log_config=None, lifespan="off", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(5)
    listening.close()
