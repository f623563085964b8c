"""Where blocking calls go, so that the event loop never waits.

What is at hand mostly is looked up inside the loop: handing a call over costs as much as answering a small query.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Job: TypeAlias = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class Blocks(Exception):
    """What was begun in an event loop would keep it waiting."""


def may_block() -> None:
    """Said before what may wait for something or take long, and has changed nothing so far. Raises Blocks in a loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise Blocks


class Threads:
    """Work in one pool. Calls know the request. Nobody waits in it for something to happen.

    Work is handed over without the futures of `concurrent.futures`: they cost as much as answering a small query.
    """

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._workers = [Thread(target=self._run, name=f"work-{number}", daemon=True) for number in range(4)]
        self._started = self._closed = False

    async def here(self, call: Callable[..., T], *arguments: Any) -> T:
        """The result of a call: made in the event loop, and once more in the pool where it says that it may block."""
        try:
            return call(*arguments)
        except Blocks:
            return await self.work(call, *arguments)

    async def work(self, call: Callable[..., T], *arguments: Any) -> T:
        """The result of a call that reads or records."""
        if not self._started:
            self._start()
        if self._closed:
            raise RuntimeError("no work is taken any more")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        context = copy_context()
        self._jobs.put((lambda: context.run(call, *arguments), done))
        return await done

    def close(self) -> None:
        """Finish the calls under way and end the threads."""
        self._closed = True
        for _ in self._workers:
            self._jobs.put(None)
        if self._started:
            for worker in self._workers:
                worker.join()

    def _start(self) -> None:
        self._started = True
        for worker in self._workers:
            worker.start()

    def _run(self) -> None:
        while job := self._jobs.get():
            call, done = job
            try:
                told = done.set_result, call()
            except BaseException as error:
                told = done.set_exception, error
            called_in(done.get_loop(), partial(settle, done, *told))
            del job, call, done, told  # or the last answer would be kept until there is another


def settle(done: "asyncio.Future[Any]", tell: Callable[[Any], None], what: Any) -> None:
    """Tell a result or an error, unless nobody waits for it any more."""
    if not done.done():
        tell(what)


def called_in(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have the loop call it, unless it has ended: then nobody waits any more."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(call)
