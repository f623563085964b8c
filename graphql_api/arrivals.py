"""Bodies as they arrive: whole within a time, and never above a size."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from graphql_api.documents import refusal
from graphql_api.limits import BODY
from graphql_api.requests import HungUp, parsed

PATIENCE = 10.0
"""Seconds in which a request must have arrived."""

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Arrivals:
    """Waits for bodies. One timer watches over all that are late, as most are there at once."""

    def __init__(self) -> None:
        self._deadlines: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def json(self, receive: Receive) -> Any:
        """A body that is JSON. Raises NotAnswered: 400 not JSON, 408 too slow, 413 too large; and HungUp."""
        return parsed(await self.whole(receive))

    async def whole(self, receive: Receive) -> bytes:
        """A body, once all of it is there. Raises NotAnswered: 408 too slow, 413 too large; and HungUp."""
        task = asyncio.current_task()
        assert task is not None
        self._watch(task)
        try:
            return await body(receive)
        except asyncio.CancelledError:
            if task not in self._late:
                raise
            task.uncancel()
            text = f"The request did not arrive within {PATIENCE:g} seconds."
            raise refusal(408, text, "TOO_SLOW_TO_ARRIVE", Connection="close") from None
        finally:
            self._deadlines.pop(task, None)
            self._late.discard(task)

    def _watch(self, task: asyncio.Task[Any]) -> None:
        self._deadlines[task] = time.monotonic() + PATIENCE
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._look)

    def _look(self) -> None:
        """Give up those that are late; look again when the next may be."""
        self._timer = None
        now = time.monotonic()
        for task in [task for task, deadline in self._deadlines.items() if deadline <= now]:
            del self._deadlines[task]
            self._late.add(task)
            task.cancel()
        if self._deadlines:
            wait = min(self._deadlines.values()) - now
            self._timer = asyncio.get_running_loop().call_later(wait, self._look)


async def body(receive: Receive) -> bytes:
    """The whole body. Raises NotAnswered (413), HungUp."""
    received = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise HungUp
        received += bytes(message.get("body", b""))
        if len(received) > BODY:
            raise refusal(413, f"A request may have at most {BODY} bytes.", "TOO_LARGE", Connection="close")
        if not message.get("more_body"):
            return received
