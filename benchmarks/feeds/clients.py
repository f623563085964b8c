"""Those who follow, as light as can be: they look for positions in what arrives and note the time."""

import asyncio
import os
import re
import time
from base64 import b64encode
from typing import NamedTuple

import orjson

from benchmarks.feeds.server import TOKEN

EVENT = re.compile(rb"\nid: (\d+)\ndata: ")
SEQUENCE = re.compile(rb'"sequence":"0*(\d+)"')
PING, PONG = 9, 10
QUERY = "subscription { changes { position caughtUp events { id type subject time sequence data } } }"


class Arrival(NamedTuple):
    """Events that came together: when, and the positions of the first and of the last."""

    at: float
    first: int
    last: int


class Follower(asyncio.Protocol):
    """One who follows live; positions must come one after the other."""

    def __init__(self) -> None:
        self.ready = asyncio.get_running_loop().create_future()
        self.arrivals: list[Arrival] = []
        self.last: int | None = None
        self.wrong = 0
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.opening())

    def opening(self) -> bytes:
        """What is said first."""
        raise NotImplementedError

    def data_received(self, data: bytes) -> None:
        """Note what has come."""
        now = time.time()
        self._rest = self.taken(self._rest + data if self._rest else data, now)

    def taken(self, data: bytes, now: float) -> bytes:
        """Take what is whole; the rest."""
        raise NotImplementedError

    def note(self, found: list[bytes], now: float) -> None:
        """Note the positions."""
        if not found:
            return
        positions = [int(each) for each in found]
        follows = positions[0] if self.last is None else self.last + 1
        self.wrong += positions != list(range(follows, follows + len(positions)))
        self.last = positions[-1]
        self.arrivals.append(Arrival(now, positions[0], positions[-1]))


class Stream(Follower):
    """By server-sent events."""

    def opening(self) -> bytes:
        """The request."""
        return (
            f"GET /feed/stream?after=now HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
            "Accept: text/event-stream\r\n\r\n"
        ).encode()

    def taken(self, data: bytes, now: float) -> bytes:
        """Whole messages."""
        if not self.ready.done() and b"event: caught-up" in data:
            self.ready.set_result(None)
        end = data.rfind(b"\n\n") + 1
        self.note(EVENT.findall(data, 0, end), now)
        return data[end:]


class Socket(Follower):
    """By graphql-transport-ws."""

    _open = False

    def opening(self) -> bytes:
        """The handshake."""
        key = b64encode(os.urandom(16)).decode()
        return (
            "GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        ).encode()

    def taken(self, data: bytes, now: float) -> bytes:
        """Whole frames."""
        if not self._open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                return head
            self._open = True
            self._say({"type": "connection_init", "payload": {"Authorization": f"Bearer {TOKEN}"}})
            self._say({"type": "subscribe", "id": "1", "payload": {"query": QUERY}})
        at = 0
        while (frame := whole_frame(data, at)) is not None:
            opcode, (begin, at) = data[at] & 0x0F, frame
            if opcode == PING:  # whoever does not answer is taken to be gone
                self.transport.write(bytes([0x80 | PONG, 0x80 | (at - begin)]) + bytes(4) + data[begin:at])
            if not self.ready.done() and data.find(b'"caughtUp":true', begin, at) >= 0:
                self.ready.set_result(None)
            self.note(SEQUENCE.findall(data, begin, at), now)
        return data[at:]

    def _say(self, message: object) -> None:
        text = orjson.dumps(message)
        size = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
        self.transport.write(b"\x81" + size + bytes(4) + text)


def whole_frame(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the content of the frame begins and ends; None while it is not there as a whole."""
    if len(data) < at + 2:
        return None
    size, begin = data[at + 1] & 0x7F, at + 2
    if size >= 126:
        wide = 2 if size == 126 else 8
        if len(data) < begin + wide:
            return None
        size, begin = int.from_bytes(data[begin : begin + wide], "big"), begin + wide
    return (begin, begin + size) if len(data) >= begin + size else None


async def following(kind: type[Follower], many: int, port: int) -> list[Follower]:
    """So many who follow, live."""
    loop, found = asyncio.get_running_loop(), []
    for _ in range(many):
        _, follower = await loop.create_connection(kind, "127.0.0.1", port)
        found.append(follower)
    await asyncio.wait_for(asyncio.gather(*(each.ready for each in found)), 60)
    return found
