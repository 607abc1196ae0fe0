"""Which channels are switched on, and what each brings: routes, a sender, a poller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from starlette.routing import BaseRoute

from bot.channels.service import Service
from bot.channels.telegram import open_sender as open_telegram
from bot.channels.telegram.receiving import TelegramReceiving
from bot.channels.whatsapp.account import account
from bot.channels.whatsapp.sender import WhatsAppSender
from bot.channels.whatsapp.webhook import webhook_routes
from bot.delivery.dispatch import Dispatcher
from bot.delivery.messages import Sender
from bot.delivery.watchdog import Watchdog
from bot.settings import Settings


class Part(Protocol):
    """Something that runs beside the web server."""

    def start(self) -> None:
        """Begins, in a thread."""

    def stop(self) -> None:
        """Ends."""


def sending_channels(settings: Settings) -> frozenset[str]:
    """The channels that have an outbox."""
    channels = set()
    if settings.telegram_token:
        channels.add("telegram")
    if account(settings) is not None:
        channels.add("whatsapp")
    return frozenset(channels)


@dataclass(frozen=True)
class Connection:
    """Everything that the switched-on channels need."""

    routes: list[BaseRoute] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs the parts while the web server serves."""
        with ExitStack() as stack:
            for part in self.parts:
                part.start()
                stack.callback(part.stop)
            yield


def connect(service: Service) -> Connection:
    """The connection of the channels that the settings switch on."""
    connection = Connection()
    sends = sending_channels(service.settings)
    connection.parts.append(Watchdog(service.store, sends))
    if service.settings.telegram_token:
        _telegram(connection, service)
    known = account(service.settings)
    if known is not None:
        connection.routes.extend(webhook_routes(service.inbox, known))
        dispatch(connection, service, WhatsAppSender(known))
    return connection


def _telegram(connection: Connection, service: Service) -> None:
    """Updates by webhook or polling in, bubbles out."""
    receiving = TelegramReceiving(service.settings, service.inbox)
    connection.parts.append(receiving)
    connection.routes.append(receiving.route())
    dispatch(connection, service, open_telegram(service.settings))


def dispatch(connection: Connection, service: Service, sender: Sender) -> None:
    """Lets a sender take what is due from the outbox."""
    connection.parts.append(Dispatcher(service.store, sender))
