"""The server that listens: it does not wait for ever for what a client may never send, and lets go before it stops."""

import asyncio
import socket
import time
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from graphql_api.app import App
from graphql_api.limits import BODY
from opsledger.portions import Portioned

GRACE = 10
"""Seconds that requests under way may take to finish once the program was told to stop."""
PATIENCE = 10.0
"""Seconds in which the head of a request must have arrived, or a new connection must have sent anything; and, from when
it is answered, the rest of a request."""
HEAD = 100_000
"""Bytes of the head of a request."""
MUCH = 65_536
"""Bytes that are not kept back."""
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Gathered:
    """A transport that sends together what is written in one turn of the event loop: the head of an answer, its body.

    Each piece by itself would be one more call of the system here, and wake the client once more there.
    """

    reader: Portioned
    """Who says when more is read."""

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

    def resume_reading(self) -> None:
        """Read on, once what has come is dealt with."""
        self.reader.go_on()

    def read_on(self) -> None:
        """Read on."""
        self._transport.resume_reading()

    def _send(self) -> None:
        if self._pieces:
            pieces, self._pieces, self._size = self._pieces, [], 0
            self._transport.writelines(pieces)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Line(Portioned, HttpToolsProtocol):
    """A connection. `awaited` is since when the head of a request is awaited, `rest` since when that of one which is
    answered already; None while there is none.
    """

    portion = 4_096
    awaited: float | None = None
    rest: float | None = None
    head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there."""
        gathered = Gathered(transport)
        gathered.reader = self
        super().connection_made(gathered)  # type: ignore[arg-type]
        self.awaited = time.monotonic()

    def take(self, data: bytes) -> None:
        """A piece has come; a head that has become too large is not read on."""
        if self.awaited is not None:
            self.head += len(data)
        super().take(data)
        if self.awaited is not None and self.head > HEAD and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def busy(self) -> bool:
        """Whether requests wait for the one before them, or a body for whoever reads it."""
        return bool(self.pipeline) or self.flow.read_paused

    def late(self, latest: float) -> bool:
        """Whether something has been awaited since before that time."""
        return any(since is not None and since < latest for since in (self.awaited, self.rest))

    def on_message_begin(self) -> None:
        """A request begins."""
        self.awaited, self.head = time.monotonic(), 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A line of the head. Those that come after the body are for nobody, so they are not kept."""
        if self.awaited is not None:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self.awaited = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is there."""
        self.rest = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It is answered, if not the next one already."""
        if self.cycle.response_complete and self.cycle.more_body:
            self.rest = time.monotonic()
        super().on_response_complete()
        if self.held:
            self.go_on()

    def handle_websocket_upgrade(self) -> None:
        """From here on it is a websocket, on which nobody may have said anything yet."""
        self.forget()
        super().handle_websocket_upgrade()


class Frames(Portioned, WebSocketsSansIOProtocol):
    """A websocket."""

    portion = 1_024

    def connection_made(self, transport: Gathered) -> None:  # type: ignore[override]
        """A line has become one."""
        transport.reader = self
        super().connection_made(transport)  # type: ignore[arg-type]

    def busy(self) -> bool:
        """Whether there is a message that nobody has taken yet."""
        return self.read_paused


class Server(uvicorn.Server):
    """The server. `served` is the application, or what stands around it."""

    def __init__(self, app: App, served: Any) -> None:
        super().__init__(
            uvicorn.Config(
                served, http=Line, ws=Frames, log_config=None, log_level="warning", access_log=False,
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
                if line.late(latest):
                    line.transport.close()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop to listen, let go of what is held open, and wait for what is under way."""
        self._draining.begin()
        await super().shutdown(sockets)
