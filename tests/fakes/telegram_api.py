"""A Bot API server on loopback: speaks Telegram's protocol, fails on demand, records what was sent.

    with FakeTelegram() as telegram:
        ada = telegram.person("Ada", language="id")
        ada.writes("halo")
        telegram.fail("sendMessage", too_many(seconds=3))
        ...
        assert telegram.sent_to(ada.id)

It checks what the real one checks (lengths, tokens of buttons, who may be written to, 48 hours) and
that a webhook answers with an empty body. `test_fake_telegram.py` proves it with python-telegram-bot.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "123456789:FAKE-token_of-the-fake-server-000000"
_DEFAULT_TYPES = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
_HOURS_48 = 48 * 3600
_TEXT_UNITS, _TOKEN_BYTES = 4096, 64


class ApiError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.body: dict[str, Any] = {
            "ok": False,
            "error_code": status,
            "description": description,
        }
        if parameters:
            self.body["parameters"] = parameters


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call; `after` it was carried out, or instead."""

    error: ApiError | None = None  # None: no answer at all
    after: bool = False
    raw: bytes | None = None  # something that is no JSON


@dataclass(frozen=True)
class Works:
    """No fault: this call is let through, so that a later one fails."""


def too_many(seconds: int = 1) -> Fault:
    return Fault(ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


def server_error(status: int = 502) -> Fault:
    return Fault(ApiError(status, "Bad Gateway"))


def refused(status: int, description: str, **parameters: int) -> Fault:
    return Fault(ApiError(status, description, **parameters))


def silence(*, after: bool = False) -> Fault:
    """No answer until the caller gives up; with `after`, the call was carried out all the same."""
    return Fault(after=after)


def gibberish(*, after: bool = False, status: int = 200) -> Fault:
    return Fault(ApiError(status, ""), after=after, raw=b"<html>a proxy speaks</html>")


@dataclass
class Call:
    method: str
    arguments: dict[str, Any]


@dataclass
class Delivery:
    """One delivery to the webhook."""

    update_id: int
    status: int | None
    body: bytes = b""


@dataclass
class _Webhook:
    url: str = ""
    secret: str | None = None
    last_error: str | None = None
    deliveries: list[Delivery] = field(default_factory=list)


class Person:
    """Somebody with Telegram."""

    def __init__(self, api: FakeTelegram, number: int, name: str, language: str) -> None:
        self._api = api
        self.id = number
        self.user = {
            "id": number,
            "is_bot": False,
            "first_name": name,
            "language_code": language,
        }
        self.chat = {"id": number, "type": "private", "first_name": name}

    def writes(self, text: str, **more: Any) -> dict[str, Any]:
        return self.sends(text=text, **more)

    def sends(self, **content: Any) -> dict[str, Any]:
        """A message of any kind: `photo=[...]`, `location={...}`."""
        return self._api.push("message", self._api.message(self.chat, self.user, **content))

    def edits(self, message: dict[str, Any], **content: Any) -> dict[str, Any]:
        edited = {**message, **content, "edit_date": int(self._api.clock())}
        return self._api.push("edited_message", edited)

    def taps(self, token: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        query = {
            "id": str(next(self._api.queries)),
            "from": self.user,
            "chat_instance": "1",
            "data": token,
            "message": message or self._api.message(self.chat, self._api.me),
        }
        self._api.open_queries.add(query["id"])
        return self._api.push("callback_query", query)

    def blocks(self, *, blocked: bool = True) -> dict[str, Any]:
        (self._api.blocked.add if blocked else self._api.blocked.discard)(self.id)
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        return self._api.membership(self.chat, self.user, old, new)


class FakeTelegram:
    """The server; starts with `with`, on a free port."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.me = {
            "id": 123456789,
            "is_bot": True,
            "first_name": "Suar",
            "username": "suar_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.calls: list[Call] = []
        self.sent: list[dict[str, Any]] = []
        self.deleted: set[tuple[int, int]] = set()
        self.blocked: set[int] = set()
        self.left: list[int] = []
        self.answered: list[str] = []
        self.open_queries: set[str] = set()
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.known: dict[int, dict[str, Any]] = {}
        self.migrated: dict[int, int] = {}
        self.executed: list[dict[str, Any]] = []  # bodies of webhook answers with a method
        self.offsets: list[int | None] = []  # of getUpdates, as asked for
        self.queries = itertools.count(7_000)
        self.webhook = _Webhook()
        self._stored: dict[tuple[int, int], float] = {}  # (chat, message) -> date
        self._numbers = itertools.count(1_000)
        self._people = itertools.count(500_001)
        self._updates = itertools.count(90_001)
        self._queue: deque[dict[str, Any]] = deque()
        self._allowed: tuple[str, ...] = _DEFAULT_TYPES
        self._faults: dict[str, deque[Fault | Works]] = defaultdict(deque)
        self._guard = threading.RLock()
        self._changed: asyncio.Condition
        self._polls = 0
        self._server: uvicorn.Server
        self._thread: threading.Thread
        self._loop: asyncio.AbstractEventLoop

    # --- running

    def __enter__(self) -> FakeTelegram:
        routes = [Route("/bot{token}/{method}", self._call, methods=["GET", "POST"])]
        config = uvicorn.Config(
            Starlette(routes=routes),
            host="127.0.0.1",
            port=0,
            log_config=None,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        started = threading.Event()

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            self._changed = asyncio.Condition()
            delivering = asyncio.create_task(self._deliver())
            serving = asyncio.create_task(self._server.serve())
            while not self._server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
                await asyncio.sleep(0.005)
            started.set()
            await serving
            delivering.cancel()

        self._thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
        self._thread.start()
        assert started.wait(10), "the fake Bot API did not start"
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._notify()
        self._thread.join(5)

    def _notify(self) -> None:
        async def tell() -> None:
            async with self._changed:
                self._changed.notify_all()

        asyncio.run_coroutine_threadsafe(tell(), self._loop)

    def until(self, condition: Callable[[], object], seconds: float = 10.0) -> None:
        """Waits until something has happened on the server."""

        async def wait() -> None:
            async with self._changed:
                await asyncio.wait_for(self._changed.wait_for(condition), seconds)

        asyncio.run_coroutine_threadsafe(wait(), self._loop).result(seconds + 1)

    # --- what people do

    def person(self, name: str = "Ada", language: str = "id") -> Person:
        """Somebody who has started the bot once."""
        person = Person(self, next(self._people), name, language)
        self.known[person.id] = person.chat
        return person

    def group(self, *, add: bool = True) -> dict[str, Any]:
        chat = {"id": -next(self._people), "type": "group", "title": "Keluarga"}
        self.known[chat["id"]] = chat
        if add:
            adder = Person(self, next(self._people), "Budi", "id").user
            self.membership(chat, adder, "left", "member")
        return chat

    def message(
        self, chat: dict[str, Any], sender: dict[str, Any], **content: Any
    ) -> dict[str, Any]:
        number = next(self._numbers)
        date = self.clock()
        self._stored[(chat["id"], number)] = date
        return {
            "message_id": number,
            "date": int(date),
            "chat": chat,
            "from": sender,
            **content,
        }

    def membership(
        self, chat: dict[str, Any], person: dict[str, Any], old: str, new: str
    ) -> dict[str, Any]:
        def member(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self.me, "status": status, **until}

        change = {
            "chat": chat,
            "from": person,
            "date": int(self.clock()),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }
        return self.push("my_chat_member", change)

    def push(self, kind: str, content: Any) -> dict[str, Any]:
        """Queues an update, if the bot has asked for its kind; returns it."""
        with self._guard:
            update = {"update_id": next(self._updates), kind: content}
            if kind in self._allowed:
                self._queue.append(update)
        self._notify()
        return update

    def grow_old(self, seconds: float) -> None:
        """Makes everything written so far older."""
        for key in self._stored:
            self._stored[key] -= seconds

    def fail(self, method: str, *faults: Fault | Works) -> None:
        """The next calls of a method fail, in this order."""
        self._faults[method.lower()].extend(faults)

    # --- what tests look at

    @property
    def pending(self) -> list[dict[str, Any]]:
        """Updates that are not confirmed."""
        with self._guard:
            return list(self._queue)

    def sent_to(self, chat: int) -> list[dict[str, Any]]:
        return [message for message in self.sent if message["chat"]["id"] == chat]

    def called(self, method: str) -> list[dict[str, Any]]:
        return [c.arguments for c in self.calls if c.method.lower() == method.lower()]

    # --- the protocol

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"].lower()
        arguments = await _arguments(request)
        fault = self._faults[method].popleft() if self._faults[method] else None
        try:
            handler = _handler_of(request.path_params["token"], method)
            self.calls.append(Call(method, arguments))
            if not isinstance(fault, Fault) or fault.after:
                result = await handler(self, arguments, request)
            if isinstance(fault, Fault):
                self._notify()
                return await _broken(fault, request)
        except ApiError as error:
            self._notify()
            return JSONResponse(error.body, error.status)
        self._notify()
        return JSONResponse({"ok": True, "result": result})

    async def _get_me(self, _: dict[str, Any], __: Request) -> Any:
        return self.me

    async def _get_updates(self, arguments: dict[str, Any], _: Request) -> Any:
        if self.webhook.url:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allow(arguments)
        self._polls += 1
        mine = self._polls
        offset = int(arguments["offset"]) if "offset" in arguments else None
        self.offsets.append(offset)
        limit = int(arguments.get("limit", 100))
        with self._guard:
            if offset is not None and offset < 0:
                while len(self._queue) > -offset:
                    self._queue.popleft()
            elif offset is not None:
                while self._queue and self._queue[0]["update_id"] < offset:
                    self._queue.popleft()
        deadline = self._loop.time() + float(arguments.get("timeout", 0))
        async with self._changed:
            self._changed.notify_all()  # an older poll is ended by this one
            while self._polls == mine and not self._queue and not self._server.should_exit:
                left = deadline - self._loop.time()
                if left <= 0:
                    break
                try:
                    await asyncio.wait_for(self._changed.wait(), left)
                except TimeoutError:
                    break
        if self._polls != mine:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        with self._guard:
            return list(self._queue)[:limit]

    def _allow(self, arguments: dict[str, Any]) -> None:
        if "allowed_updates" in arguments:
            self._allowed = tuple(arguments["allowed_updates"]) or _DEFAULT_TYPES

    async def _set_webhook(self, arguments: dict[str, Any], _: Request) -> Any:
        secret = arguments.get("secret_token")
        if secret is not None and not (
            1 <= len(secret) <= 256 and all(c.isalnum() or c in "_-" for c in secret)
        ):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self._allow(arguments)
        if arguments.get("drop_pending_updates"):
            self._queue.clear()
        self.webhook.url, self.webhook.secret = arguments.get("url", ""), secret
        return True

    async def _delete_webhook(self, arguments: dict[str, Any], _: Request) -> Any:
        if arguments.get("drop_pending_updates"):
            self._queue.clear()
        self.webhook.url = ""
        return True

    async def _get_webhook_info(self, _: dict[str, Any], __: Request) -> Any:
        info: dict[str, Any] = {
            "url": self.webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue),
            "allowed_updates": list(self._allowed),
        }
        if self.webhook.last_error:
            info["last_error_message"] = self.webhook.last_error
            info["last_error_date"] = int(self.clock())
        return info

    def _chat_to_write_to(self, arguments: dict[str, Any]) -> dict[str, Any]:
        number = int(arguments["chat_id"])
        if number in self.migrated:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated[number],
            )
        if number in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if number in self.left:
            raise ApiError(403, "Forbidden: bot is not a member of the group chat")
        if number not in self.known:
            raise ApiError(400, "Bad Request: chat not found")
        return self.known[number]

    async def _send_message(self, arguments: dict[str, Any], _: Request) -> Any:
        chat = self._chat_to_write_to(arguments)
        text = str(arguments.get("text", "")).strip()
        if not text:
            raise ApiError(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > _TEXT_UNITS:
            raise ApiError(400, "Bad Request: message is too long")
        markup = arguments.get("reply_markup")
        for row in (markup or {}).get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button.get("callback_data", "").encode()) <= _TOKEN_BYTES:
                    raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        message = self.message(chat, self.me, text=text)
        for name in ("reply_markup", "link_preview_options"):
            if arguments.get(name):
                message[name] = arguments[name]
        if arguments.get("protect_content"):
            message["has_protected_content"] = True
        self.sent.append(message)
        return message

    async def _answer_callback(self, arguments: dict[str, Any], _: Request) -> Any:
        query = str(arguments["callback_query_id"])
        if query not in self.open_queries:
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        self.open_queries.discard(query)
        self.answered.append(query)
        return True

    def _may_delete(self, chat: int, number: int) -> bool:
        return self.clock() - self._stored[(chat, number)] < _HOURS_48

    async def _delete_message(self, arguments: dict[str, Any], _: Request) -> Any:
        key = (int(arguments["chat_id"]), int(arguments["message_id"]))
        if key not in self._stored or key in self.deleted:
            raise ApiError(400, "Bad Request: message to delete not found")
        if not self._may_delete(*key):
            raise ApiError(400, "Bad Request: message can't be deleted for everyone")
        self.deleted.add(key)
        return True

    async def _delete_messages(self, arguments: dict[str, Any], _: Request) -> Any:
        chat, numbers = int(arguments["chat_id"]), arguments["message_ids"]
        if not 1 <= len(numbers) <= 100:
            raise ApiError(400, "Bad Request: too many message identifiers specified")
        keys = [(chat, number) for number in numbers if (chat, number) in self._stored]
        if not all(self._may_delete(*key) for key in keys):
            raise ApiError(400, "Bad Request: message can't be deleted for everyone")
        self.deleted.update(keys)
        return True

    async def _leave_chat(self, arguments: dict[str, Any], _: Request) -> Any:
        number = int(arguments["chat_id"])
        if number not in self.known:
            raise ApiError(400, "Bad Request: chat not found")
        self.left.append(number)
        return True

    async def _set_commands(self, arguments: dict[str, Any], _: Request) -> Any:
        commands = arguments["commands"]
        for command in commands:
            name, words = command["command"], command["description"]
            if not (1 <= len(name) <= 32 and name == name.lower()):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(words) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[arguments.get("language_code", "")] = commands
        return True

    async def _get_commands(self, arguments: dict[str, Any], _: Request) -> Any:
        return self.commands.get(arguments.get("language_code", ""), [])

    # --- the webhook

    async def _deliver(self) -> None:
        """Delivers to the webhook: first in first out within a chat, again and again until a 2xx."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: self.webhook.url and self._queue)
                await self._deliver_once(client)

    async def _deliver_once(self, client: httpx.AsyncClient) -> None:
        stuck: set[str] = set()
        for update in self.pending:
            chat = _chat_of(update)
            if chat in stuck or not self.webhook.url:
                continue
            if not await self._deliver_update(client, update):
                stuck.add(chat)
        async with self._changed:
            self._changed.notify_all()
        if stuck:
            await asyncio.sleep(0.05)  # a second, and twice as long each time, on the real one

    async def _deliver_update(self, client: httpx.AsyncClient, update: dict[str, Any]) -> bool:
        headers = {}
        if self.webhook.secret is not None:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
        delivery = Delivery(update["update_id"], None)
        self.webhook.deliveries.append(delivery)
        try:
            answer = await client.post(self.webhook.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            self.webhook.last_error = type(error).__name__
            return False
        delivery.status, delivery.body = answer.status_code, answer.content
        if not answer.is_success:
            self.webhook.last_error = f"Wrong response from the webhook: {answer.status_code}"
            return False
        if answer.content:
            self._execute(answer.content)
        with self._guard:
            if update in self._queue:
                self._queue.remove(update)
        return True

    def _execute(self, body: bytes) -> None:
        """The real server carries such a body out as a call."""
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            self.executed.append(call)


_Handler = Callable[[FakeTelegram, dict[str, Any], Request], Awaitable[Any]]


def _described(what: str, field_name: str) -> tuple[_Handler, _Handler]:
    """Setter and getter of a description."""

    async def put(api: FakeTelegram, arguments: dict[str, Any], _: Request) -> Any:
        most = 120 if what == "short" else 512
        if len(arguments.get(field_name, "")) > most:
            raise ApiError(400, "Bad Request: description is too long")
        language = arguments.get("language_code", "")
        api.descriptions[(what, language)] = arguments.get(field_name, "")
        return True

    async def get(api: FakeTelegram, arguments: dict[str, Any], _: Request) -> Any:
        language = arguments.get("language_code", "")
        return {field_name: api.descriptions.get((what, language), "")}

    return put, get


_set_long, _get_long = _described("long", "description")
_set_short, _get_short = _described("short", "short_description")

_METHODS: dict[str, _Handler] = {
    "getme": FakeTelegram._get_me,
    "getupdates": FakeTelegram._get_updates,
    "setwebhook": FakeTelegram._set_webhook,
    "deletewebhook": FakeTelegram._delete_webhook,
    "getwebhookinfo": FakeTelegram._get_webhook_info,
    "sendmessage": FakeTelegram._send_message,
    "answercallbackquery": FakeTelegram._answer_callback,
    "deletemessage": FakeTelegram._delete_message,
    "deletemessages": FakeTelegram._delete_messages,
    "leavechat": FakeTelegram._leave_chat,
    "setmycommands": FakeTelegram._set_commands,
    "getmycommands": FakeTelegram._get_commands,
    "setmydescription": _set_long,
    "getmydescription": _get_long,
    "setmyshortdescription": _set_short,
    "getmyshortdescription": _get_short,
}


def _handler_of(token: str, method: str) -> _Handler:
    if token != TOKEN:
        raise ApiError(401, "Unauthorized")
    if method not in _METHODS:
        raise ApiError(404, "Not Found")
    return _METHODS[method]


def _chat_of(update: dict[str, Any]) -> str:
    """The chat in whose queue an update stands."""
    for content in update.values():
        if isinstance(content, dict):
            holder = content if "chat" in content else content.get("message", {})
            return str(holder.get("chat", {}).get("id", ""))
    return ""


def _value(text: str) -> Any:
    """A form field: Telegram takes structures as JSON."""
    if text in ("true", "false", "True", "False"):
        return text.lower() == "true"
    if text[:1] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


async def _arguments(request: Request) -> dict[str, Any]:
    found = {name: _value(value) for name, value in request.query_params.items()}
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        found |= await request.json()
    elif kind:
        form = await request.form()
        # The text of a message is never a structure, whatever it looks like.
        found |= {
            name: value if name == "text" else _value(str(value)) for name, value in form.items()
        }
    return found


async def _broken(fault: Fault, request: Request) -> Response:
    if fault.error is None:  # silence: hold the line until the caller hangs up
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response(status_code=504)
    if fault.raw is not None:
        return Response(fault.raw, fault.error.status)
    return JSONResponse(fault.error.body, fault.error.status)
