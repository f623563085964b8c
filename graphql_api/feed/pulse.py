"""The beat of one event loop: wakes all who wait for the log to grow, and remembers what they find in common."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import ExitStack, asynccontextmanager
from typing import Any, TypeVar

from application.feeds.hub import Hub
from graphql_api.threads import called_in

T = TypeVar("T")

PAUSE = 0.02
"""Seconds between two beats at least: what is recorded meanwhile goes out together."""
REST = 1.0
"""And so many times what the last beat took: however many follow, there is time for everything else."""
IDLE = 1.0
"""Seconds after which it beats though nothing has happened."""


class Pulse:
    """Beats while somebody attends, in the event loop of those who do."""

    def __init__(self, hub: Hub, each: Callable[[], None]) -> None:
        """`each` is called at each beat."""
        self._hub = hub
        self._each = each
        self._loop: asyncio.AbstractEventLoop | None = None
        self._attending = 0
        self._ends = ExitStack()
        self._beat = asyncio.Event()
        self._next: asyncio.Handle | None = None
        self._due = 0.0
        self._earliest = 0.0
        self._common: dict[Hashable, Any] = {}

    @asynccontextmanager
    async def attended(self) -> AsyncIterator[None]:
        """Have it beat until the end of the block."""
        if self._attending == 0:
            self._begin(asyncio.get_running_loop())
        self._attending += 1
        try:
            yield
        finally:
            self._attending -= 1
            if self._attending == 0:
                self._ends.close()
                self._common = {}  # or whoever comes after hours were told what was true then

    def next(self) -> asyncio.Event:
        """What is set at the next beat. Take it before looking for what is new, so that nothing is missed."""
        return self._beat

    def common(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes: once between two beats for all who ask by the same key."""
        try:
            return self._common[key]  # type: ignore[no-any-return]
        except KeyError:
            made = self._common[key] = make()
            return made

    def forget(self, key: Hashable) -> None:
        """Have it made anew for whoever asks next."""
        self._common.pop(key, None)

    def hasten(self) -> None:
        """Beat as soon as it may; never before anybody has followed."""
        if self._loop is not None:
            self._schedule(max(0.0, self._earliest - time.monotonic()))

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._next = loop, None
        self._ends.enter_context(self._hub.listening(lambda: called_in(loop, self.hasten)))
        self._schedule(IDLE)

    def _schedule(self, delay: float) -> None:
        assert self._loop is not None
        due = self._loop.time() + delay
        if self._next is not None:
            if self._due <= due:
                return
            self._next.cancel()
        self._next, self._due = self._loop.call_at(due, self._beats), due

    def _beats(self) -> None:
        assert self._loop is not None
        self._next = None
        began = time.monotonic()
        self._common = {}
        waiting, self._beat = self._beat, asyncio.Event()
        waiting.set()
        self._each()
        self._loop.call_soon(self._rest, began)  # runs when all have had their turn

    def _rest(self, began: float) -> None:
        now = time.monotonic()
        self._earliest = now + max(PAUSE, REST * (now - began))
        if self._attending:
            self._schedule(IDLE)
