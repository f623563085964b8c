"""A receiver of webhooks on this machine, which answers as it is told and remembers what it got."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from time import monotonic
from typing import Any, NamedTuple

import msgspec


class Got(NamedTuple):
    """A request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The webhook's id."""
        return self.headers["webhook-id"]

    @property
    def subject(self) -> str:
        """The key of the record that the event is about."""
        return str(msgspec.json.decode(self.body)["record"])


@dataclass
class Receiver:
    """What came, and what is answered: to some ids, and to all else."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    status: int = 204
    special: dict[str, int] = field(default_factory=dict)
    """The status by subject."""
    meanwhile: Callable[[], object] = lambda: None
    """What happens before it answers."""
    moved: Condition = field(default_factory=Condition)

    def wait(self, number: int, patience: float = 10) -> list[Got]:
        """What came, once there are so many."""
        deadline = monotonic() + patience
        with self.moved:
            while len(self.got) < number:
                assert self.moved.wait(deadline - monotonic()), f"{len(self.got)} of {number} came"
            return list(self.got)


class Handler(BaseHTTPRequestHandler):
    """Takes one request after another on a connection."""

    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        """Remember it, and answer. What was cut short, as the sender was killed, did not come."""
        length = int(self.headers["content-length"])
        got = Got({name.lower(): value for name, value in self.headers.items()}, self.rfile.read(length))
        if len(got.body) < length:
            self.close_connection = True
            return
        receiver = self.receiver
        with receiver.moved:
            receiver.got.append(got)
            receiver.moved.notify_all()
        receiver.meanwhile()
        status = receiver.special.get(got.subject, receiver.status)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", receiver.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Does not tell of senders that were killed."""

    request_queue_size = 128

    def handle_error(self, *given: Any) -> None:
        """Say nothing of a connection that broke; anything else is a bug of a test's."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(*given)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver until the end of the block."""
    receiver = Receiver()
    with Server(("127.0.0.1", 0), type("Of", (Handler,), {"receiver": receiver})) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
