"""The assistant on a real port of this machine, and a real browser to visit it with."""

from __future__ import annotations

import dataclasses
import queue
import socket
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.app import create_app
from bot.channels.service import Service

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class Site:
    """The assistant served by uvicorn in a thread; can be stopped and started on its port."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.left: queue.Queue[str] = queue.Queue()
        self._port = 0
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listens at once: a request made before uvicorn is ready waits for it."""
        listening = socket.create_server(("127.0.0.1", self._port), backlog=64)
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._noting(create_app(self.service)),
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self._thread.start()
        httpx.get(f"{self.url}/health", trust_env=False, timeout=60).raise_for_status()

    def _noting(self, app: ASGIApp) -> ASGIApp:
        """Puts every finished request to leave into `left`, for tests to wait for."""

        async def noting(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope, receive, send)
            if scope["path"] == "/leave":
                self.left.put(scope["method"])

        return noting

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(timeout=30)
        self._server = self._thread = None


@pytest.fixture(scope="session")
def site(service: Service) -> Iterator[Site]:
    """The assistant as everybody gets it."""
    served = Site(service)
    yield served
    served.stop()


@pytest.fixture
def serve(service: Service) -> Iterator[Callable[..., Site]]:
    """Serves the assistant with settings of its own, on a port of its own."""
    sites: list[Site] = []

    def start(**settings: object) -> Site:
        changed = service.settings.model_copy(update=settings)
        sites.append(Site(dataclasses.replace(service, settings=changed)))
        return sites[-1]

    yield start
    for served in sites:
        served.stop()


@pytest.fixture
def visit(site: Site) -> Iterator[Callable[..., httpx.Client]]:
    """Makes HTTP clients, each with cookies of its own, as one browser has."""
    clients: list[httpx.Client] = []

    def open_client(at: Site = site, **headers: str) -> httpx.Client:
        client = httpx.Client(
            base_url=at.url,
            trust_env=False,
            timeout=60,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        clients.append(client)
        return client

    yield open_client
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Of one module only: while it runs, this thread can run no other event loop."""
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=CHROMIUM_ARGUMENTS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield launched
        launched.close()
