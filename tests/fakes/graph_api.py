"""A Graph API on this machine: takes messages as Meta does, fails on demand, delivers webhooks."""

from __future__ import annotations

import asyncio
import itertools
import queue
import random
import socket
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes import graph_rules as rules
from tests.fakes.graph_webhooks import NUMBER_ID, raw_of, signature_of

TOKEN, APP_SECRET, VERIFY_TOKEN = "EAAtestTOKEN", "test-app-secret", "test-verify-token"
HTTP_OF = {190: 401, 10: 403, 131005: 403, 4: 429, 80007: 429, 130429: 429, 131016: 503}


@dataclass(frozen=True)
class Fault:
    """How a request goes wrong: an error of Meta's, a bare HTTP status, or silence after accepting."""

    code: int | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hang_after_accepting: bool = False
    body: bytes | None = None


class FakeGraphApi:
    """Use `running()`. `accepted` are (wamid, recipient, body) in the order they were taken."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, dict[str, Any]]] = []
        self.taken: queue.Queue[str] = queue.Queue()  # their wamids, to wait for
        self.refused: list[str] = []
        self.read: list[dict[str, Any]] = []
        self.requests = 0
        self.window_closed: set[str] = set()
        self.unreachable: set[str] = set()
        self.templates = {("suar_reply", language) for language in ("id", "ms", "en")}
        self.faults: deque[Fault | None] = deque()
        self._wamids = itertools.count(1)
        self._hanging: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.url = ""

    def fail(self, *faults: Fault | None) -> None:
        """The next requests go wrong so, one after the other; None is one that goes well."""
        self.faults.extend(faults)

    def bodies(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What was accepted, of one type or of all."""
        return [body for _, _, body in self.accepted if kind in (None, body["type"])]

    @contextmanager
    def running(self) -> Iterator[FakeGraphApi]:
        """Serves on a free port of this machine."""
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = Starlette(
            routes=[Route("/{version}/{number_id}/messages", self._messages, methods=["POST"])]
        )
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.let_go()
            server.should_exit = True
            thread.join(timeout=30)

    def let_go(self) -> None:
        """Answers the requests that hang."""
        if self._loop is not None:
            for event in list(self._hanging):
                self._loop.call_soon_threadsafe(event.set)

    async def _messages(self, request: Request) -> Response:
        self.requests += 1
        self._loop = asyncio.get_running_loop()
        fault = self.faults.popleft() if self.faults else None
        if fault and not fault.hang_after_accepting:
            return self._broken(fault)
        try:
            self._authorise(request)
            body = await self._document(request)
            if body.get("status") == "read":
                return self._mark_read(body)
            answer = self._take(body)
        except rules.RefusedError as error:
            self.refused.append(str(error))
            return self._error(error.code, str(error))
        if fault:
            event = asyncio.Event()
            self._hanging.add(event)
            await event.wait()
        return JSONResponse(answer)

    def _authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise rules.RefusedError(190, "Invalid OAuth access token")
        if request.path_params["number_id"] != NUMBER_ID:
            raise rules.RefusedError(
                rules.INVALID, "Unsupported post request. Object does not exist"
            )

    async def _document(self, request: Request) -> dict[str, Any]:
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise rules.RefusedError(rules.INVALID, "content type")
        body = await request.json()
        if not isinstance(body, dict):
            raise rules.RefusedError(rules.INVALID, "no object")
        return body

    def _mark_read(self, body: dict[str, Any]) -> Response:
        known = {"messaging_product", "status", "message_id", "typing_indicator"}
        typing = body.get("typing_indicator", {"type": "text"})
        if set(body) - known or typing != {"type": "text"} or not body.get("message_id"):
            raise rules.RefusedError(rules.INVALID, "message_id")
        self.read.append(body)
        return JSONResponse({"success": True})

    def _take(self, body: dict[str, Any]) -> dict[str, Any]:
        address = rules.recipient(body)
        rules.check(body)
        if address in self.unreachable:
            raise rules.RefusedError(131026, "Message undeliverable")
        if body["type"] == "template":
            wanted = (body["template"]["name"], body["template"]["language"]["code"])
            if wanted not in self.templates:
                raise rules.RefusedError(132001, "Template name does not exist in the translation")
        elif address in self.window_closed:
            raise rules.RefusedError(131047, "Re-engagement message")
        wamid = f"wamid.HBgM{next(self._wamids):08d}"
        self.accepted.append((wamid, address, body))
        self.taken.put(wamid)
        key = "wa_id" if "to" in body else "user_id"
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": address, key: address}],
            "messages": [{"id": wamid}],
        }

    def _broken(self, fault: Fault) -> Response:
        if fault.code is not None:
            return self._error(fault.code, "on demand", fault.status, fault.headers)
        return Response(fault.body or b"", fault.status or 500, headers=fault.headers)

    @staticmethod
    def _error(code: int, why: str, status: int | None = None,
               headers: dict[str, str] | None = None) -> Response:  # fmt: skip
        error = {"message": why, "type": "OAuthException", "code": code, "fbtrace_id": "Az8or2"}
        if "Object does not exist" in why:
            error["error_subcode"] = 33
        return JSONResponse({"error": error}, status or HTTP_OF.get(code, 400), headers=headers)


def deliver(
    url: str, document: Any, secret: str = APP_SECRET, client: httpx.Client | None = None
) -> httpx.Response:
    """Posts one signed webhook."""
    raw = document if isinstance(document, bytes) else raw_of(document)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature-256": signature_of(raw, secret),
    }
    if client is not None:
        return client.post(url, content=raw, headers=headers)
    return httpx.post(url, content=raw, headers=headers, trust_env=False, timeout=60)


def deliver_until_taken(url: str, document: Any, tries: int = 20) -> int:
    """Repeats a webhook as Meta does until it gets its 200; returns how often it was posted."""
    for number in range(1, tries + 1):
        if deliver(url, document).status_code == 200:
            return number
    raise AssertionError(f"no 200 in {tries} tries")


def deliver_storm(
    url: str, documents: Sequence[Any], *, times: int = 5, threads: int = 16, seed: int = 0
) -> list[int]:
    """Every webhook `times` times, shuffled, from many threads; returns the statuses."""
    posts = [document for document in documents for _ in range(times)]
    random.Random(seed).shuffle(posts)
    statuses: list[int] = []

    def work(part: Sequence[Any]) -> None:
        with httpx.Client(trust_env=False, timeout=60) as client:
            statuses.extend(deliver(url, one, client=client).status_code for one in part)

    workers = [threading.Thread(target=work, args=(posts[at::threads],)) for at in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    return statuses
