"""The server that listens: it does not wait for ever for what a client may never send, and lets go before it stops."""

import asyncio
import socket
import time
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graphql_api.app import App
from graphql_api.limits import BODY

GRACE = 10
"""Seconds that requests under way may take to finish once the program was told to stop."""
PATIENCE = 10.0
"""Seconds in which the head of a request must have arrived, or a new connection must have sent anything."""
HEAD = 100_000
"""Bytes of the head of a request."""
MUCH = 65_536
"""Bytes that are not kept back."""
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Gathered:
    """A transport that sends together what is written in one turn of the event loop: the head of an answer, its body.

    Each piece by itself would be one more call of the system here, and wake the client once more there.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport, self._loop = transport, asyncio.get_running_loop()
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes) -> None:
        """Send it at the end of this turn, or now that much has come together."""
        if not self._pieces:
            self._loop.call_soon(self._send)
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > MUCH:
            self._send()

    def close(self) -> None:
        """Send what is left, and close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        if self._pieces:
            pieces, self._pieces, self._size = self._pieces, [], 0
            self._transport.writelines(pieces)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Line(HttpToolsProtocol):
    """A connection. `awaited` is since when the head of a request is awaited; None while there is none."""

    awaited: float | None = None
    head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there."""
        super().connection_made(Gathered(transport))  # type: ignore[arg-type]
        self.awaited = time.monotonic()

    def data_received(self, data: bytes) -> None:
        """A piece has come; a head that has become too large is not read on."""
        if self.awaited is not None:
            self.head += len(data)
        super().data_received(data)
        if self.awaited is not None and self.head > HEAD and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        self.awaited, self.head = time.monotonic(), 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self.awaited = None
        super().on_headers_complete()


class Server(uvicorn.Server):
    """The server. `served` is the application, or what stands around it."""

    def __init__(self, app: App, served: Any) -> None:
        super().__init__(
            uvicorn.Config(
                served, http=Line, log_config=None, log_level="warning", access_log=False,
                timeout_graceful_shutdown=GRACE, ws_max_size=BODY,
                ws_per_message_deflate=False,  # what goes to hundreds would be compressed hundreds of times
            )
        )  # fmt: skip
        self._draining = app.draining

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to stop; now and then, end the connections that have been awaited too long."""
        if counter % 10 == 0:
            latest = time.monotonic() - PATIENCE
            for line in [each for each in self.server_state.connections if isinstance(each, Line)]:
                if line.awaited is not None and line.awaited < latest:
                    line.transport.close()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop to listen, let go of what is held open, and wait for what is under way."""
        self._draining.begin()
        await super().shutdown(sockets)
