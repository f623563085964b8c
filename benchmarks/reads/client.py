"""The load: so many connections, each sending its next request as soon as the last one is answered.

A process of its own, so that measuring costs the server nothing but what every client costs:
`python -m benchmarks.reads.client PORT CLIENTS SECONDS < requests`. Requests are whole HTTP requests in JSON, told in
the order in which they are sent, again and again. What came of it is printed as JSON.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import TypedDict, cast

import httptools
import uvloop

PATIENCE = 120
"""Seconds after which answers that are still outstanding are given up."""


class Told(TypedDict):
    """What came of a load: seconds until the last answer, each answer's milliseconds, errors, the client's CPU time."""

    seconds: float
    latencies: list[float]
    failures: int
    failure: str
    cpu: float


class Connection(asyncio.Protocol):
    """One client: it asks, waits for the whole answer, and asks again until the time is over."""

    def __init__(self, load: "Load") -> None:
        self._load = load
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._asked = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def connection_lost(self, wrong: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(wrong or ConnectionError("the server hung up"))

    def on_body(self, body: bytes) -> None:
        """Only the first piece is kept: an error would be told at its beginning."""
        self._body = self._body or body

    def on_message_complete(self) -> None:
        now = time.perf_counter()
        self._load.answered(now - self._asked, self._parser.get_status_code(), self._body)
        self._body = b""
        self._parser = httptools.HttpResponseParser(self)
        if now < self._load.ends:
            self._ask()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _ask(self) -> None:
        self._asked = time.perf_counter()
        self._transport.write(next(self._load.requests))


class Load:
    """What all the connections share."""

    def __init__(self, requests: Sequence[bytes], seconds: float) -> None:
        self.requests: Iterator[bytes] = cycle(requests)
        self._seconds = seconds
        self._latencies: list[float] = []
        self._failures = 0
        self._failure = ""
        self.ends = 0.0

    def answered(self, seconds: float, status: int, body: bytes) -> None:
        self._latencies.append(seconds * 1000)
        if status != 200 or b'"errors"' in body[:12]:
            self._failures += 1
            self._failure = self._failure or f"{status} {body[:500].decode(errors='replace')}"

    async def run(self, port: int, clients: int) -> Told:
        """Keep so many connections busy for the time, and wait for what is outstanding then."""
        loop, cpu, began = asyncio.get_running_loop(), used(), time.perf_counter()
        self.ends = began + self._seconds
        opened = [await loop.create_connection(lambda: Connection(self), "127.0.0.1", port) for _ in range(clients)]
        await asyncio.wait_for(asyncio.gather(*(each.done for _, each in opened)), self._seconds + PATIENCE)
        return Told(
            seconds=time.perf_counter() - began,
            latencies=self._latencies,
            failures=self._failures,
            failure=self._failure,
            cpu=used() - cpu,
        )


def used() -> float:
    """Seconds of CPU that this process has had."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    port, clients, seconds = sys.argv[1:]
    requests = [request.encode() for request in json.load(sys.stdin)]
    json.dump(uvloop.run(Load(requests, float(seconds)).run(int(port), int(clients))), sys.stdout)


if __name__ == "__main__":
    main()
