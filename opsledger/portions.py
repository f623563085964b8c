"""What comes over a connection is taken in portions, each in a turn of the event loop of its own.

A read gives up to a quarter of a megabyte, which may hold ten thousand requests or forty thousand empty frames. Taken
at once they would keep everybody else waiting for seconds, and what is made of them would fill the memory.
"""

import asyncio
import time
from collections import deque
from typing import Any

QUICK = 0.001
"""Seconds that a portion may take without a rest after it."""


class Portioned(asyncio.Protocol):
    """To stand before the class of a protocol: says when that one is given what has come."""

    portion: int
    """Bytes that are taken at once."""
    transport: Any
    """Asks `go_on` of this when it is to read on."""
    loop: asyncio.AbstractEventLoop
    held = False
    """Whether nothing more is read because of what has come already."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._left: deque[bytes] = deque()
        self._due = False

    def data_received(self, data: bytes) -> None:
        """Take it now where it is little; else piece by piece, and read nothing more before."""
        if not self._left and len(data) <= self.portion:
            return self.take(data)
        self._left.extend(data[start : start + self.portion] for start in range(0, len(data), self.portion))
        self.held = True
        self.transport.pause_reading()
        self.go_on()

    def take(self, data: bytes) -> None:
        """Have the protocol look at a piece."""
        super().data_received(data)

    def busy(self) -> bool:
        """Whether what was taken has to be dealt with before there is more."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Take the next portion soon, or read on where none is left; unless it is busy."""
        if not self.busy() and not self._due:
            self._plan(0)

    def forget(self) -> None:
        """Let go of what is left."""
        self._left.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self.forget()
        super().connection_lost(exc)

    def _plan(self, took: float) -> None:
        """Go on in the next turn, or when it has rested for as long as the last portion took."""
        if self._left:
            self._due = True
            if took > QUICK:
                self.loop.call_later(took, self._next)
            else:
                self.loop.call_soon(self._next)
        else:
            self.held = False
            if not self.transport.is_closing():
                self.transport.read_on()

    def _next(self) -> None:
        self._due = False
        if self.transport.is_closing():
            self.forget()
        if self._left and not self.busy():
            began = time.monotonic()
            self.take(self._left.popleft())
            if not self.busy():
                self._plan(time.monotonic() - began)
