"""Where blocking calls go, so that the event loop never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class Threads:
    """Work in one pool, waiting in another: those who wait never keep others from working."""

    def __init__(self) -> None:
        self._work = ThreadPoolExecutor(4, "work")
        self._waits = ThreadPoolExecutor(32, "wait")

    async def work(self, call: Callable[..., T], *arguments: Any) -> T:
        """The result of a call that reads or records."""
        return await asyncio.get_running_loop().run_in_executor(self._work, call, *arguments)

    async def wait(self, call: Callable[..., T], *arguments: Any) -> T:
        """The result of a call that waits for something to happen."""
        return await asyncio.get_running_loop().run_in_executor(self._waits, call, *arguments)

    def close(self) -> None:
        """Finish the calls under way and end the threads."""
        self._work.shutdown()
        self._waits.shutdown()
