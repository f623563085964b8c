"""A garden on a server of its own, and somebody who follows what happens in it."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
import uvicorn
import uvloop

from application.command import Command
from application.store import Store
from domain.shared.ids import ADMINISTRATOR, PersonId
from graphql_api.app import create_app
from tests.api.running import ADMIN, Running, running

BUSY = 0.002


@dataclass
class Served:
    """What runs, and where it is served."""

    running: Running
    port: int = 0
    stops: list[Callable[[], None]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def store(self) -> Store:
        return self.running.ledger.store

    def start(self) -> None:
        """Serve, at the same port as before."""
        door = socket.create_server(("127.0.0.1", self.port))
        self.port = door.getsockname()[1]
        app, loop = create_app(self.running), uvloop.new_event_loop()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=loop.run_until_complete, args=(server.serve([door]),), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(BUSY)

        def stop() -> None:
            loop.call_soon_threadsafe(app.draining.begin)
            server.should_exit = True
            thread.join(5)
            loop.close()

        self.stops.append(stop)

    def stop(self) -> None:
        """Stop serving, as a signal would."""
        self.stops.pop()()

    def open(self, name: str, **more: Any) -> str:
        """Open a garden; its key."""
        command = Command(act="garden.open", actor=ADMINISTRATOR, inputs={"name": name, "area": "5", **more})
        return self.running.ledger.do(command).record

    def rename(self, garden: str, name: str, by: str = ADMINISTRATOR) -> int:
        """Rename a garden; the position at which that stands."""
        command = Command(act="garden.rename", actor=PersonId(by), record=garden, inputs={"name": name})
        return self.running.ledger.do(command).position

    def http(self, bearer: str = ADMIN) -> httpx.Client:
        """Somebody with a token."""
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {bearer}"}, timeout=20)


class Message(NamedTuple):
    """A server-sent event."""

    name: str
    id: int | None
    data: Any


@contextmanager
def stream(http: httpx.Client, path: str = "/feed/stream", **parameters: Any) -> Iterator[Iterator[Message]]:
    """The messages of a stream."""
    headers = {"Last-Event-ID": str(parameters.pop("last"))} if "last" in parameters else {}
    with http.stream("GET", path, params=parameters, headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        yield messages(answer.iter_lines())


def messages(lines: Iterator[str]) -> Iterator[Message]:
    """Lines as messages; comments are left out."""
    said: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            said[name] = value
        elif not line and "data" in said:
            id = int(said["id"]) if "id" in said else None
            yield Message(said.get("event", "message"), id, json.loads(said["data"]))
            said = {}


@contextmanager
def serving(target: str) -> Iterator[Served]:
    """A garden in a folder or in a database of its own, served until the end of the block."""
    with running(target, target) as garden:
        served = Served(garden)
        served.start()
        yield served
        while served.stops:
            served.stop()
